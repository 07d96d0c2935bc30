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

/** Samples that a provider accepts. */
export interface SampleLimits {
	readonly kinds: readonly AudioKind[];
	/** Whether to accept unknown formats with an audio content type: raw audio, WebM, AAC. */
	readonly allowUnrecognized?: true;
	readonly minSeconds?: number;
	readonly maxSeconds?: number;
	readonly maxBytes: number;
}

/**
 * The limit for providers that publish none. Half a minute is enough for a voice; 50 MB are five minutes of
 * uncompressed stereo.
 */
export const MAX_SAMPLE_BYTES = 50 * 1024 * 1024;

export interface Sample {
	readonly file: Blob;
	/** With the extension of the detected format. */
	readonly fileName: string;
}

/** Bytes to inspect between checks of the time: 1 to 2 ms, even for a file crafted to be slow. */
const SLICE_BYTES = 16 * 1024;
/** Maximum time to block the rest of n8n. */
const MAX_BUSY_MS = 10;

/** How to send and inspect a file. */
interface Identified {
	readonly mimeType: string;
	readonly fileName: string;
	readonly inspector: AudioInspector | undefined;
}

/**
 * Reads a sample from a binary field and validates it. Format and duration come from the bytes, not from the name or
 * the declared content type. Stops reading as soon as the format or size is invalid.
 *
 * @throws {InputError} if the provider would reject the sample.
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

/** A sample that is being read. Chunks go straight into blobs, so that memory holds it only once. */
class SampleFile {
	private head: Uint8Array = new Uint8Array(0);
	private identified: Identified | undefined;
	private readonly blobs: Blob[] = [];
	private bytes = 0;
	private busySince = performance.now();

	constructor(
		private readonly binary: IBinaryData,
		private readonly limits: SampleLimits,
		private readonly cancelled: AbortSignal | undefined,
	) {}

	/** @throws {InputError} as soon as the file is known to be invalid. */
	async push(chunk: Uint8Array): Promise<void> {
		this.bytes += chunk.length;
		// The size in n8n's binary data can be missing or wrong.
		if (this.bytes > this.limits.maxBytes) throw tooLarge(this.bytes, this.limits);
		if (this.identified !== undefined) {
			await this.accept(chunk, this.identified);
			return;
		}
		this.head = this.head.length === 0 ? chunk : toBuffer([this.head, chunk]);
		if (this.head.length >= SNIFF_BYTES) await this.identify();
	}

	/** @throws {InputError} if the sample is damaged, too short or too long. */
	async end(): Promise<Sample> {
		const { mimeType, fileName, inspector } = this.identified ?? (await this.identify());
		if (inspector !== undefined) checkDuration(inspector, this.limits);
		return { file: new Blob(this.blobs, { type: mimeType }), fileName };
	}

	private async identify(): Promise<Identified> {
		const identified = identify(this.head, this.binary, this.limits);
		this.identified = identified;
		await this.accept(this.head, identified);
		return identified;
	}

	private async accept(chunk: Uint8Array, { inspector }: Identified): Promise<void> {
		// A blob copies the chunk; combining blobs does not copy again.
		this.blobs.push(new Blob([toBuffer([chunk])]));
		if (inspector === undefined) return;
		for (let at = 0; at < chunk.length; at += SLICE_BYTES) {
			inspector.push(chunk.subarray(at, at + SLICE_BYTES));
			await this.pause();
		}
	}

	/** Yields to the rest of n8n while a large file is inspected. */
	private async pause(): Promise<void> {
		if (performance.now() - this.busySince < MAX_BUSY_MS) return;
		await wait(1, this.cancelled);
		this.busySince = performance.now();
	}
}

/** Returns the size that is known before reading, without decoding binary data in memory; 0 if unknown. */
function sizeOf({ id, bytes = 0, data }: IBinaryData): number {
	return id === undefined ? Math.max(bytes, Buffer.byteLength(data, 'base64')) : bytes;
}

function identify(head: Uint8Array, binary: IBinaryData, limits: SampleLimits): Identified {
	const content = sniff(head);
	const { fileName = 'sample', mimeType: declared } = binary;
	if (limits.allowUnrecognized === true && head.length > 0 && isUnrecognizedAudio(content, declared)) {
		return { mimeType: declared, fileName, inspector: undefined };
	}
	const kind = limits.kinds.find((candidate) => candidate === content);
	if (kind === undefined) {
		throw new InputError(
			`Unsupported file: expected ${listOf(limits)}, got ${nameOf(content)}`,
			'Convert the file; renaming it is not enough',
		);
	}
	const { mimeType, extension } = MEDIA_TYPES[kind];
	return { mimeType, fileName: audioFileName(fileName, extension), inspector: inspectorFor(kind) };
}

function isUnrecognizedAudio(content: Content, declared: string): boolean {
	// Raw samples can start with any bytes, so the declared type decides.
	if (declared === RAW_MEDIA_TYPES.pcm_s16le.mimeType) return content !== 'wav';
	// n8n derives the type from the extension, so a WebM recording is declared as video.
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
		// The provider decides about a valid file of unknown length.
		if (error instanceof AudioError && error.reason === 'unknownLength') return;
		throw damaged(error);
	}
	if (seconds >= minSeconds && seconds <= maxSeconds) return;
	const allowed = maxSeconds === Infinity ? `at least ${minSeconds}` : `${minSeconds} to ${maxSeconds}`;
	throw new InputError(
		`The sample must be ${allowed} seconds long, but it is ${seconds.toFixed(1)} seconds`,
		'Use a recording of that length with one person speaking',
	);
}

function damaged(error: unknown): unknown {
	if (!(error instanceof AudioError)) return error;
	return new InputError(`The sample cannot be used: ${error.message}`, 'Record or export it again');
}

function tooLarge(bytes: number, { maxBytes }: SampleLimits): InputError {
	// Providers count 1 MB as 1024 * 1024 bytes.
	const megabytes = (value: number) => `${(value / 2 ** 20).toFixed(2)} MB`;
	return new InputError(
		`The sample must not be larger than ${megabytes(maxBytes)}, but it is ${megabytes(bytes)}`,
		'Use a shorter recording, or compress it as MP3',
	);
}

function listOf({ kinds }: SampleLimits): string {
	return new Intl.ListFormat('en', { type: 'disjunction' }).format(kinds.map(nameOf));
}

function nameOf(content: Content): string {
	if (content === 'unknown') return 'an unknown format';
	return content === 'text' ? 'text' : MEDIA_TYPES[content].extension.toUpperCase();
}
