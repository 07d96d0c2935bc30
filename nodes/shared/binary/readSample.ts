import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';

import { inspectorFor } from '../audio/inspect';
import { audioFileName, MEDIA_TYPES, RAW_MEDIA_TYPES } from '../audio/naming';
import type { AudioKind, Content } from '../audio/sniff';
import { sniff, SNIFF_BYTES } from '../audio/sniff';
import type { AudioInspector } from '../audio/types';
import { AudioError } from '../audio/types';
import { wait } from '../concurrency/wait';
import { InputError } from '../http/errors';
import { readStored, toBuffer } from './stored';

/** What a provider takes as a sample of a voice. */
export interface SampleLimits {
	readonly kinds: readonly AudioKind[];
	/**
	 * Whether to let pass what is not recognised here but goes by an audio type: samples without a header, WebM, AAC.
	 * The provider does not say what it takes.
	 */
	readonly allowUnrecognized?: true;
	readonly minSeconds?: number;
	readonly maxSeconds?: number;
	/** No more than this is read; a megabyte is 1024 * 1024 bytes. */
	readonly maxBytes: number;
}

/**
 * The cap for providers that publish none. Half a minute is enough for a voice; 50 MB are five minutes of
 * uncompressed stereo.
 */
export const MAX_SAMPLE_BYTES = 50 * 1024 * 1024;

export interface Sample {
	readonly file: Blob;
	/** With the extension that the bytes call for. */
	readonly fileName: string;
}

/** So much is inspected without a check of the time: a millisecond or two, even of a file made to be slow. */
const SLICE_BYTES = 16 * 1024;
/** So long the rest of n8n waits at most, in milliseconds. */
const MAX_BUSY_MS = 10;

/** How a file is sent, and what measures it. */
interface Identified {
	readonly mimeType: string;
	readonly fileName: string;
	readonly inspector: AudioInspector | undefined;
}

/**
 * Reads a sample from a binary field and checks it before it is sent: what it is and how long it plays is
 * taken from its bytes, whatever its name and declared type say. A file of the wrong kind or size is not read
 * to its end.
 *
 * @throws {InputError} when the provider would refuse it.
 */
export async function readSample(
	{ context, itemIndex }: { context: IExecuteFunctions; itemIndex: number },
	binaryProperty: string,
	limits: SampleLimits,
): Promise<Sample> {
	const binary = context.helpers.assertBinaryData(itemIndex, binaryProperty);
	const declaredBytes = sizeOf(binary);
	if (declaredBytes > limits.maxBytes) throw tooLarge(declaredBytes, limits);

	const file = new SampleFile(binary, limits, context.getExecutionCancelSignal());
	for await (const chunk of readStored(context, binary)) await file.push(chunk);
	return await file.end();
}

/** A sample that is read: chunks go straight into blobs, so that it is in memory once. */
class SampleFile {
	private head: Uint8Array = new Uint8Array(0);
	private identified: Identified | undefined;
	private readonly parts: Blob[] = [];
	private bytes = 0;
	private busySince = performance.now();

	constructor(
		private readonly binary: IBinaryData,
		private readonly limits: SampleLimits,
		private readonly cancelled: AbortSignal | undefined,
	) {}

	/** @throws {InputError} as soon as the file can be refused. */
	async push(chunk: Uint8Array): Promise<void> {
		this.bytes += chunk.length;
		// The size that n8n has noted down can be missing or wrong.
		if (this.bytes > this.limits.maxBytes) throw tooLarge(this.bytes, this.limits);
		if (this.identified !== undefined) {
			await this.take(chunk, this.identified);
			return;
		}
		this.head = this.head.length === 0 ? chunk : toBuffer([this.head, chunk]);
		if (this.head.length >= SNIFF_BYTES) await this.identify();
	}

	/** @throws {InputError} when it is damaged, too short or too long. */
	async end(): Promise<Sample> {
		const { mimeType, fileName, inspector } = this.identified ?? (await this.identify());
		if (inspector !== undefined) checkDuration(inspector, this.limits);
		return { file: new Blob(this.parts, { type: mimeType }), fileName };
	}

	private async identify(): Promise<Identified> {
		const identified = identify(this.head, this.binary, this.limits);
		this.identified = identified;
		await this.take(this.head, identified);
		return identified;
	}

	private async take(chunk: Uint8Array, { inspector }: Identified): Promise<void> {
		// A blob is a copy; blobs can be put together without another one.
		this.parts.push(new Blob([toBuffer([chunk])]));
		if (inspector === undefined) return;
		for (let at = 0; at < chunk.length; at += SLICE_BYTES) {
			inspector.push(chunk.subarray(at, at + SLICE_BYTES));
			await this.pause();
		}
	}

	/** Lets the rest of n8n have its turn while a large file is inspected. */
	private async pause(): Promise<void> {
		if (performance.now() - this.busySince < MAX_BUSY_MS) return;
		await wait(1, this.cancelled);
		this.busySince = performance.now();
	}
}

/** As far as it is known before reading. Binary data in memory is not decoded only to be refused. */
function sizeOf({ id, bytes = 0, data }: IBinaryData): number {
	return id === undefined ? Math.max(bytes, Buffer.byteLength(data, 'base64')) : bytes;
}

function identify(head: Uint8Array, binary: IBinaryData, limits: SampleLimits): Identified {
	const content = sniff(head);
	const { fileName = 'sample', mimeType: declared } = binary;
	if (limits.allowUnrecognized === true && head.length > 0 && isOther(content, declared)) {
		return { mimeType: declared, fileName, inspector: undefined };
	}
	const kind = limits.kinds.find((candidate) => candidate === content);
	if (kind === undefined) {
		throw new InputError(
			`The sample must be ${listOf(limits)}, but its bytes are ${nameOf(content)}`,
			'Convert the recording first. What a file is called makes no difference',
		);
	}
	const { mimeType, extension } = MEDIA_TYPES[kind];
	return { mimeType, fileName: audioFileName(fileName, extension), inspector: inspectorFor(kind) };
}

function isOther(content: Content, declared: string): boolean {
	// Samples without a header can begin like anything, so their type is believed.
	if (declared === RAW_MEDIA_TYPES.pcm_s16le.mimeType) return content !== 'wav';
	// n8n goes by the extension, and takes a recording in WebM for a film.
	return content === 'unknown' && /^(audio\/|video\/webm|application\/ogg)/.test(declared);
}

function checkDuration(
	inspector: AudioInspector,
	{ minSeconds = 0, maxSeconds = Infinity }: SampleLimits,
): void {
	let seconds: number;
	try {
		seconds = inspector.end().durationSeconds;
	} catch (error) {
		// A valid file that does not say how long it is, is for the provider to judge.
		if (error instanceof AudioError && error.reason === 'unknownLength') return;
		throw damaged(error);
	}
	if (seconds >= minSeconds && seconds <= maxSeconds) return;
	const allowed = maxSeconds === Infinity ? `at least ${minSeconds}` : `${minSeconds} to ${maxSeconds}`;
	throw new InputError(
		`The sample must be ${allowed} seconds long, but it is ${seconds.toFixed(1)} seconds`,
		'Use a longer or a shorter recording of one person speaking',
	);
}

function damaged(error: unknown): unknown {
	if (!(error instanceof AudioError)) return error;
	return new InputError(`The sample cannot be used: ${error.message}`, 'Record or export it again');
}

function tooLarge(bytes: number, { maxBytes }: SampleLimits): InputError {
	// As the providers count them: 4.5 MB are 4.5 * 1024 * 1024 bytes.
	const megabytes = (value: number) => `${(value / 2 ** 20).toFixed(2)} MB`;
	return new InputError(
		`The sample must not be larger than ${megabytes(maxBytes)}, but it is ${megabytes(bytes)}`,
		'Use a shorter recording, or one that is compressed (MP3)',
	);
}

function listOf({ kinds }: SampleLimits): string {
	return kinds.map(nameOf).join(', ');
}

function nameOf(content: Content): string {
	if (content === 'unknown') return 'of no kind of audio';
	return content === 'text' ? 'text' : MEDIA_TYPES[content].extension.toUpperCase();
}
