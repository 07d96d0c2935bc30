import type { IExecuteFunctions } from 'n8n-workflow';

import { inspectorFor } from '../audio/inspect';
import { audioFileName, MEDIA_TYPES, RAW_MEDIA_TYPES } from '../audio/naming';
import type { AudioKind, Content } from '../audio/sniff';
import { sniff } from '../audio/sniff';
import { AudioError } from '../audio/types';
import { InputError } from '../http/errors';
import { collect, readStored } from './binary';

/** What a provider takes as a sample of a voice. */
export interface SampleLimits {
	readonly kinds: readonly AudioKind[];
	/**
	 * Whether to let pass what is not recognised here but goes by an audio type: samples without a header, WebM, AAC.
	 * The provider does not say what it takes.
	 */
	readonly others?: true;
	readonly minSeconds?: number;
	readonly maxSeconds?: number;
	readonly maxBytes?: number;
}

export interface Sample {
	readonly file: Blob;
	/** With the extension that the bytes call for. */
	readonly fileName: string;
}

/**
 * Reads a sample from a binary field and checks it before it is sent: what it is and how long it plays is
 * taken from its bytes, whatever its name and declared type say.
 *
 * @throws {InputError} when the provider would refuse it.
 */
export async function readSample(
	{ context, itemIndex }: { context: IExecuteFunctions; itemIndex: number },
	binaryProperty: string,
	limits: SampleLimits,
): Promise<Sample> {
	const binary = context.helpers.assertBinaryData(itemIndex, binaryProperty);
	if (limits.maxBytes !== undefined && (binary.bytes ?? 0) > limits.maxBytes)
		throw tooLarge(binary.bytes, limits);
	const bytes = await collect(readStored(context, binary));
	if (limits.maxBytes !== undefined && bytes.length > limits.maxBytes) throw tooLarge(bytes.length, limits);

	const content = sniff(bytes);
	const { fileName = 'sample', mimeType: declared } = binary;
	if (limits.others === true && bytes.length > 0 && isOther(content, declared)) {
		return { file: new Blob([bytes], { type: declared }), fileName };
	}
	const kind = limits.kinds.find((candidate) => candidate === content);
	if (kind === undefined) {
		throw new InputError(
			`The sample must be ${listOf(limits)}, but its bytes are ${nameOf(content)}`,
			'Convert the recording first. What a file is called makes no difference',
		);
	}
	checkDuration(bytes, kind, limits);
	const { mimeType, extension } = MEDIA_TYPES[kind];
	return {
		file: new Blob([bytes], { type: mimeType }),
		fileName: audioFileName(fileName, extension),
	};
}

function isOther(content: Content, declared: string): boolean {
	// Samples without a header can begin like anything, so their type is believed.
	if (declared === RAW_MEDIA_TYPES.pcm_s16le.mimeType) return content !== 'wav';
	// n8n goes by the extension, and takes a recording in WebM for a film.
	return content === 'unknown' && /^(audio\/|video\/webm|application\/ogg)/.test(declared);
}

function checkDuration(
	bytes: Uint8Array,
	kind: AudioKind,
	{ minSeconds = 0, maxSeconds = Infinity }: SampleLimits,
) {
	const inspector = inspectorFor(kind);
	if (inspector === undefined) return;
	inspector.push(bytes);
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

function tooLarge(bytes: number | undefined, { maxBytes = 0 }: SampleLimits): InputError {
	// As the providers count them: 4.5 MB are 4.5 * 1024 * 1024 bytes.
	const megabytes = (value: number) => `${(value / 2 ** 20).toFixed(2)} MB`;
	return new InputError(
		`The sample must not be larger than ${megabytes(maxBytes)}, but it is ${megabytes(bytes ?? 0)}`,
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
