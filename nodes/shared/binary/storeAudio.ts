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

export interface AudioFileOptions {
	/** Format of the samples, if raw audio was requested. */
	readonly raw?: PcmFormat;
	/** With or without extension. */
	readonly fileName: string;
}

/** The first bytes of a body: enough to identify it, and all of a short response. */
interface Head {
	readonly bytes: Buffer;
	/** Whether the body has no more bytes. */
	readonly isWhole: boolean;
	/** Why the body ended, unless it is complete. */
	readonly failure?: unknown;
}

interface Identified {
	readonly inspector: AudioInspector;
	readonly mimeType: string;
	readonly extension: string;
}

/** Result of reading a body: complete audio, or the intact part and why the rest is missing. */
type Outcome =
	| { readonly info: AudioInfo; readonly layout: AudioLayout | undefined }
	| { readonly failure: ProviderError; readonly intact: AudioLayout };

/**
 * Streams audio into n8n's binary store. Detects format and duration from the bytes as they pass; memory holds one
 * chunk.
 *
 * @throws {IncompleteAudioError} if the audio ended early; carries a valid file with the audio received so far.
 * @throws {ProviderError} if the body is empty, not audio, or ended before the first complete frame or sample.
 * Nothing is stored then.
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
			? await storeBuffer(context, head.bytes, finish(call, inspector, head.failure), name)
			: await storeInspected(context, call, source, head.bytes, inspector, name);
	} finally {
		await chunks.return();
	}
}

async function storeBuffer(
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

async function storeInspected(
	context: BinaryContext,
	call: Call,
	{ chunks, streamTemplate }: AudioSource,
	head: Uint8Array,
	inspector: AudioInspector,
	name: AudioName,
): Promise<StoredAudio> {
	const result: { outcome?: Outcome } = {};
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
		// Before the stream ends, so that n8n deletes the file if this throws.
		result.outcome = finish(call, inspector, failure);
	};
	const binary = await storeStream(context, inspected(), streamTemplate, name.fileName, name.mimeType);
	const { outcome } = result;
	if (outcome === undefined)
		throw unusableError('The audio was not stored completely', 'Run the workflow again');
	if ('failure' in outcome) {
		return await keepIntact(context, outcome, name, binary.id, () => readStored(context, binary));
	}
	return storedAudio(binary, name, outcome.info, outcome.layout);
}

/** Stores the intact audio as a new file, without an incomplete frame and with correct sizes in the header. */
async function keepIntact(
	context: BinaryContext,
	{ failure, intact }: Extract<Outcome, { intact: AudioLayout }>,
	name: AudioName,
	storedId: string | undefined,
	read: () => AsyncIterable<Uint8Array>,
): Promise<never> {
	const joined = joinAudio([{ layout: intact, read }]);
	const stored = await storeJoined(context, joined, name, storedId).catch(() => undefined);
	// Why the audio ended early matters more than why it could not be kept.
	throw stored === undefined ? failure : new IncompleteAudioError(failure, stored);
}

function finish(call: Call, inspector: AudioInspector, failure: unknown): Outcome {
	const joinable = isJoinable(inspector) ? inspector : undefined;
	let reason = failure;
	if (reason === undefined) {
		try {
			return { info: inspector.end(), layout: joinable?.layout() };
		} catch (error) {
			reason = brokenAudio(call, error);
		}
	}
	// After cancelling, do not wait for a file to be written.
	if (!(reason instanceof ProviderError) || reason.kind === 'cancelled') throw reason;
	const intact = joinable?.intact();
	if (intact === undefined) throw reason;
	return { failure: reason, intact };
}

async function readHead(chunks: AsyncIterator<Uint8Array, void>): Promise<Head> {
	const received: Uint8Array[] = [];
	let length = 0;
	try {
		while (length < TEXT_SAMPLE_BYTES) {
			const { done, value } = await chunks.next();
			if (done === true) return { bytes: toBuffer(received), isWhole: true };
			received.push(value);
			length += value.length;
		}
	} catch (failure) {
		return { bytes: toBuffer(received), isWhole: true, failure };
	}
	return { bytes: toBuffer(received), isWhole: false };
}

/** @throws {ProviderError} if the body is not audio. */
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
		nextStep: 'Run the workflow again, if necessary with a shorter text. The request was probably charged',
		message: error.message,
	});
}

function emptyAudio(call: Call) {
	return unusableError(
		`${call.connection.provider.displayName} sent no audio`,
		'Check that the text contains words in a language of the voice and the model',
	);
}
