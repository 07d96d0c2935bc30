import type { IBinaryData } from 'n8n-workflow';

import type { JoinableInspector } from '../audio/inspect';
import { inspectorFor } from '../audio/inspect';
import type { AudioLayout } from '../audio/join';
import { audioFileName, MEDIA_TYPES, RAW_MEDIA_TYPES } from '../audio/naming';
import type { PcmFormat } from '../audio/pcm';
import { PcmInspector } from '../audio/pcm';
import { sniff, SNIFF_BYTES } from '../audio/sniff';
import type { AudioInfo, AudioInspector } from '../audio/types';
import { AudioError } from '../audio/types';
import type { AudioSource } from '../http/body';
import { textInsteadOfAudio, unusableError } from '../http/failures';
import { isRecord, parseJson } from '../http/json';
import type { Call } from '../http/types';
import type { BinaryContext } from './binary';
import { storeStream } from './binary';

/** Text in place of audio is an error message; more of it than this is not needed to understand it. */
const LONGEST_TEXT_BYTES = 64 * 1024;

export interface WantedAudio {
	/** Set when audio without a header was asked for: what its samples are. */
	readonly raw?: PcmFormat;
	/** File name, with or without extension. */
	readonly fileName: string;
}

export interface StoredAudio {
	readonly binary: IBinaryData;
	readonly audio: AudioInfo & { readonly mimeType: string; readonly fileName: string };
	/** What is needed to join it with others; of WAV, MP3 and raw audio. */
	readonly layout?: AudioLayout;
}

/**
 * Streams audio into n8n's binary store. What it is, how it is named and how long it plays is read from the
 * bytes as they pass; no more than a chunk is held here.
 *
 * @throws {ProviderError} when it is not audio, is cut short or empty. Nothing is stored then.
 */
export async function storeAudio(
	context: BinaryContext,
	call: Call,
	source: AudioSource,
	wanted: WantedAudio,
): Promise<StoredAudio> {
	const { chunks } = source;
	try {
		const { head, mimeType, extension, inspector } = await recognise(call, source, wanted);
		const fileName = audioFileName(wanted.fileName, extension);
		const outcome: { info?: AudioInfo; layout?: AudioLayout } = {};
		const inspected = async function* (): AsyncGenerator<Uint8Array, void, undefined> {
			inspector.push(head);
			yield head;
			for await (const chunk of chunks) {
				inspector.push(chunk);
				yield chunk;
			}
			// Before the stream ends, so that n8n throws away what it has written of a broken file.
			outcome.info = summary(call, inspector);
			if (isJoinable(inspector)) outcome.layout = inspector.layout();
		};
		const binary = await storeStream(context, inspected(), source.like, fileName, mimeType);
		const { info, layout } = outcome;
		if (info === undefined) throw unusableError('The audio was not read to its end', 'Run again');
		return { binary, audio: { mimeType, fileName, ...info }, ...(layout !== undefined && { layout }) };
	} finally {
		await chunks.return();
	}
}

async function recognise(
	call: Call,
	{ chunks, status, contentType }: AudioSource,
	{ raw }: WantedAudio,
): Promise<{ head: Uint8Array; mimeType: string; extension: string; inspector: AudioInspector }> {
	let head = await readAtLeast(chunks, SNIFF_BYTES);
	const content = sniff(head);
	if (head.length === 0) throw emptyAudio(call);
	const saysText = /json|html|^text/.test(contentType);
	if (raw !== undefined && content !== 'wav' && !saysText && !/mpeg|mp3|mp4|flac|ogg/.test(contentType)) {
		// Samples can look like anything. Only what is JSON from its first byte to its last is an error message.
		if (content === 'text') head = await readAtLeast(chunks, LONGEST_TEXT_BYTES, head);
		const text = content === 'text' ? new TextDecoder().decode(head) : '';
		if (head.length < LONGEST_TEXT_BYTES && isRecord(parseJson(text))) {
			throw textInsteadOfAudio(call.connection, status, text);
		}
		return { head, ...RAW_MEDIA_TYPES[raw.encoding], inspector: new PcmInspector(raw) };
	}
	const inspector = inspectorFor(content);
	if (inspector !== undefined && content !== 'text' && content !== 'unknown') {
		return { head, ...MEDIA_TYPES[content], inspector };
	}
	const isText = saysText || content === 'text';
	throw textInsteadOfAudio(call.connection, status, isText ? await readRest(head, chunks) : '');
}

function isJoinable(inspector: AudioInspector): inspector is JoinableInspector {
	return 'layout' in inspector;
}

function summary(call: Call, inspector: AudioInspector): AudioInfo {
	try {
		return inspector.end();
	} catch (error) {
		throw brokenAudio(call, error);
	}
}

function brokenAudio(call: Call, error: unknown): unknown {
	if (!(error instanceof AudioError)) return error;
	if (error.reason === 'empty') return emptyAudio(call);
	const provider = call.connection.provider.displayName;
	return unusableError(
		error.reason === 'truncated'
			? `The audio from ${provider} is cut short`
			: `${provider} sent broken audio`,
		'Run again, perhaps with a shorter text. It is not repeated by itself, since the request was probably charged',
		error.message,
	);
}

function emptyAudio(call: Call) {
	return unusableError(
		`${call.connection.provider.displayName} sent no audio`,
		'Check that the text has something to speak in the language of the voice and the model',
	);
}

async function readAtLeast(
	chunks: AsyncIterator<Uint8Array, void>,
	bytes: number,
	head: Uint8Array = new Uint8Array(),
): Promise<Uint8Array> {
	const parts = [head];
	for (let length = head.length; length < bytes;) {
		const { done, value } = await chunks.next();
		if (done === true) break;
		parts.push(value);
		length += value.length;
	}
	return Buffer.concat(parts);
}

async function readRest(head: Uint8Array, rest: AsyncIterable<Uint8Array>): Promise<string> {
	const parts = [head];
	let length = head.length;
	for await (const chunk of rest) {
		parts.push(chunk);
		length += chunk.length;
		if (length >= LONGEST_TEXT_BYTES) break;
	}
	return new TextDecoder().decode(Buffer.concat(parts));
}

/** Audio that breaks off: the provider's error, and what came, as a valid file. */
export class IncompleteAudioError extends Error {
	constructor(
		override readonly cause: Error,
		readonly stored: StoredAudio,
	) {
		super(cause.message, { cause });
		this.name = 'IncompleteAudioError';
	}
}
