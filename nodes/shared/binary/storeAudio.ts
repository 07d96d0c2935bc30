import { identifyRaw } from '../audio/identify';
import type { JoinableInspector } from '../audio/inspect';
import { inspectorFor } from '../audio/inspect';
import { joinAudio } from '../audio/join';
import type { AudioLayout } from '../audio/joinSegments';
import { audioFileName, MEDIA_TYPES, RAW_MEDIA_TYPES } from '../audio/naming';
import type { PcmFormat } from '../audio/pcm';
import { PcmInspector } from '../audio/pcm';
import { sniff } from '../audio/sniff';
import { looksLikeText, TEXT_SAMPLE_BYTES } from '../audio/textContent';
import type { AudioInfo, AudioInspector } from '../audio/types';
import { AudioError } from '../audio/types';
import type { AudioSource } from '../http/body';
import { unexpectedTextError, unusableError } from '../http/createErrors';
import { ProviderError } from '../http/errors';
import type { Call } from '../http/types';
import { IncompleteAudioError } from './incompleteAudio';
import { storeJoined } from './joinStored';
import type { BinaryContext } from './stored';
import { readStored, storeStream, toBuffer } from './stored';
import type { AudioName, StoredAudio } from './storedAudio';
import { storedAudio } from './storedAudio';

export { IncompleteAudioError } from './incompleteAudio';
export type { StoredAudio } from './storedAudio';

export interface AudioFileOptions {
	/** Set when audio without a header was asked for: what its samples are. */
	readonly raw?: PcmFormat;
	/** File name, with or without extension. */
	readonly fileName: string;
}

/** The first bytes of a body: enough to identify it, and all of a short answer. */
interface Head {
	readonly bytes: Buffer;
	/** Whether there are no more. */
	readonly isWhole: boolean;
	/** Why there are no more, when the body did not end well. */
	readonly failure?: unknown;
}

interface Identified {
	readonly inspector: AudioInspector;
	readonly mimeType: string;
	readonly extension: string;
}

/** What came of a body: all of it, or what is whole of it and why the rest is missing. */
type Outcome =
	| { readonly info: AudioInfo; readonly layout: AudioLayout | undefined }
	| { readonly failure: ProviderError; readonly intact: AudioLayout };

/**
 * Streams audio into n8n's binary store. What it is, how it is named and how long it plays is read from the
 * bytes as they pass; no more than a chunk is held here.
 *
 * @throws {IncompleteAudioError} when it ended early, with what came until then in a file of its own.
 * @throws {ProviderError} when it is no audio or empty, or ended before its first frame or sample. Nothing is
 * stored then.
 */
export async function storeAudio(
	context: BinaryContext,
	call: Call,
	source: AudioSource,
	file: AudioFileOptions,
): Promise<StoredAudio> {
	const { chunks } = source;
	try {
		const head = await readHead(chunks);
		const { inspector, mimeType, extension } = identify(call, source, head, file);
		const name = { fileName: audioFileName(file.fileName, extension), mimeType };
		inspector.push(head.bytes);
		return head.isWhole
			? await storeWhole(context, head.bytes, sumUp(call, inspector, head.failure), name)
			: await storePassing(context, call, source, head.bytes, inspector, name);
	} finally {
		await chunks.return();
	}
}

async function storeWhole(
	context: BinaryContext,
	bytes: Buffer,
	outcome: Outcome,
	name: AudioName,
): Promise<StoredAudio> {
	if ('failure' in outcome) {
		return await keepIntact(context, outcome, name, undefined, async function* () {
			yield await Promise.resolve(bytes);
		});
	}
	const binary = await context.helpers.prepareBinaryData(bytes, name.fileName, name.mimeType);
	return storedAudio(binary, name, outcome.info, outcome.layout);
}

async function storePassing(
	context: BinaryContext,
	call: Call,
	{ chunks, streamTemplate }: AudioSource,
	head: Uint8Array,
	inspector: AudioInspector,
	name: AudioName,
): Promise<StoredAudio> {
	const passed: { outcome?: Outcome } = {};
	const inspected = async function* (): AsyncGenerator<Uint8Array, void, undefined> {
		yield head;
		let failure: unknown;
		try {
			for await (const chunk of chunks) {
				inspector.push(chunk);
				yield chunk;
			}
		} catch (error) {
			failure = error;
		}
		// Before the stream ends: when this throws, n8n removes what it has written.
		passed.outcome = sumUp(call, inspector, failure);
	};
	const binary = await storeStream(context, inspected(), streamTemplate, name.fileName, name.mimeType);
	const { outcome } = passed;
	if (outcome === undefined) throw unusableError('The audio was not read to its end', 'Run again');
	if ('failure' in outcome) {
		return await keepIntact(context, outcome, name, binary.id, () => readStored(context, binary));
	}
	return storedAudio(binary, name, outcome.info, outcome.layout);
}

/** Writes what is whole into a file of its own: headers that announced more, or half a frame, would be damage. */
async function keepIntact(
	context: BinaryContext,
	{ failure, intact }: Extract<Outcome, { intact: AudioLayout }>,
	name: AudioName,
	storedId: string | undefined,
	read: () => AsyncIterable<Uint8Array>,
): Promise<never> {
	const joined = joinAudio([{ layout: intact, read }]);
	const stored = await storeJoined(context, joined, name, storedId).catch(() => undefined);
	// That it cannot be kept is of no help to anybody; why it ended early is.
	throw stored === undefined ? failure : new IncompleteAudioError(failure, stored);
}

function sumUp(call: Call, inspector: AudioInspector, failure: unknown): Outcome {
	const joinable = isJoinable(inspector) ? inspector : undefined;
	let reason = failure;
	if (reason === undefined) {
		try {
			return { info: inspector.end(), layout: joinable?.layout() };
		} catch (error) {
			reason = brokenAudio(call, error);
		}
	}
	// Who cancels does not wait for a file to be written.
	if (!(reason instanceof ProviderError) || reason.kind === 'cancelled') throw reason;
	const intact = joinable?.intact();
	if (intact === undefined) throw reason;
	return { failure: reason, intact };
}

async function readHead(chunks: AsyncIterator<Uint8Array, void>): Promise<Head> {
	const parts: Uint8Array[] = [];
	let length = 0;
	try {
		while (length < TEXT_SAMPLE_BYTES) {
			const { done, value } = await chunks.next();
			if (done === true) return { bytes: toBuffer(parts), isWhole: true };
			parts.push(value);
			length += value.length;
		}
	} catch (failure) {
		return { bytes: toBuffer(parts), isWhole: true, failure };
	}
	return { bytes: toBuffer(parts), isWhole: false };
}

/** @throws {ProviderError} for what is no audio. */
function identify(
	call: Call,
	{ status }: AudioSource,
	{ bytes, failure }: Head,
	{ raw }: AudioFileOptions,
): Identified {
	if (bytes.length === 0) throw failure instanceof Error ? failure : emptyAudio(call);
	const content = raw === undefined ? sniff(bytes) : identifyRaw(bytes);
	if (content === 'pcm' && raw !== undefined) {
		return { ...RAW_MEDIA_TYPES[raw.encoding], inspector: new PcmInspector(raw) };
	}
	if (content !== 'pcm' && content !== 'text' && content !== 'unknown') {
		const inspector = inspectorFor(content);
		if (inspector !== undefined) return { ...MEDIA_TYPES[content], inspector };
	}
	const text = looksLikeText(bytes) ? new TextDecoder().decode(bytes) : '';
	throw failure instanceof Error ? failure : unexpectedTextError(call.connection, status, text);
}

function isJoinable(inspector: AudioInspector): inspector is JoinableInspector {
	return 'layout' in inspector;
}

function brokenAudio(call: Call, error: unknown): unknown {
	if (!(error instanceof AudioError)) return error;
	if (error.reason === 'empty') return emptyAudio(call);
	const provider = call.connection.provider.displayName;
	return new ProviderError({
		kind: 'incomplete',
		title:
			error.reason === 'truncated'
				? `The audio from ${provider} is cut short`
				: `${provider} sent damaged audio`,
		nextStep: 'Run again, perhaps with a shorter text. The request was probably charged',
		message: error.message,
	});
}

function emptyAudio(call: Call) {
	return unusableError(
		`${call.connection.provider.displayName} sent no audio`,
		'Check that the text has something to speak in the language of the voice and the model',
	);
}
