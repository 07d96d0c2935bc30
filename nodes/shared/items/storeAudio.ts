import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';

import { Mp3Inspector } from '../audio/mp3';
import { audioFileName, MEDIA_TYPES, RAW_MEDIA_TYPES } from '../audio/naming';
import type { PcmFormat } from '../audio/pcm';
import { PcmInspector } from '../audio/pcm';
import { sniff, SNIFF_BYTES } from '../audio/sniff';
import type { AudioInfo, AudioInspector } from '../audio/types';
import { AudioError } from '../audio/types';
import { WavInspector } from '../audio/wav';
import { readChunks } from '../http/body';
import { textInsteadOfAudio, unusableError } from '../http/failures';
import type { ApiResponse, ByteStream, Call } from '../http/types';

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
}

/**
 * Streams a response body into n8n's binary store. What it is, how it is named and how long it plays is
 * read from the bytes as they pass; no more than a chunk is held here.
 *
 * @throws {ProviderError} when the body is not audio, is cut short or empty. Nothing is stored then.
 */
export async function storeAudio(
	context: IExecuteFunctions,
	call: Call,
	response: ApiResponse,
	wanted: WantedAudio,
): Promise<StoredAudio> {
	const chunks = readChunks(call, response);
	try {
		const head = await readAtLeast(chunks, SNIFF_BYTES);
		const { mimeType, extension, inspector } = await recognise(call, response, head, chunks, wanted);
		const fileName = audioFileName(wanted.fileName, extension);
		const outcome: { info?: AudioInfo } = {};
		const inspected = async function* (): AsyncGenerator<Uint8Array, void, undefined> {
			inspector.push(head);
			yield head;
			for await (const chunk of chunks) {
				inspector.push(chunk);
				yield chunk;
			}
			// Before the stream ends, so that n8n throws away what it has written of a broken file.
			outcome.info = summary(call, inspector);
		};
		const binary = await context.helpers.prepareBinaryData(
			toStream(response.body, inspected()),
			fileName,
			mimeType,
		);
		if (outcome.info === undefined) throw unusableError('The audio was not read to its end', 'Run again');
		return { binary, audio: { mimeType, fileName, ...outcome.info } };
	} finally {
		await chunks.return();
	}
}

async function recognise(
	call: Call,
	response: ApiResponse,
	head: Uint8Array,
	rest: AsyncIterable<Uint8Array>,
	wanted: WantedAudio,
): Promise<{ mimeType: string; extension: string; inspector: AudioInspector }> {
	const content = sniff(head);
	const { raw } = wanted;
	if (content === 'wav') return { ...MEDIA_TYPES.wav, inspector: new WavInspector() };
	if (raw !== undefined) {
		// Samples can look like anything, so for raw audio the header has to say that this is text.
		const isText = content === 'text' && /json|html|text/.test(String(response.headers['content-type']));
		if (!isText) return { ...RAW_MEDIA_TYPES[raw.encoding], inspector: new PcmInspector(raw) };
	}
	if (raw === undefined && content === 'mp3') return { ...MEDIA_TYPES.mp3, inspector: new Mp3Inspector() };
	if (head.length === 0) throw emptyAudio(call);

	throw textInsteadOfAudio(
		call.connection,
		response.status,
		content === 'text' ? await readRest(head, rest) : '',
	);
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

async function readAtLeast(chunks: AsyncIterator<Uint8Array, void>, bytes: number): Promise<Uint8Array> {
	const parts: Uint8Array[] = [];
	for (let length = 0; length < bytes;) {
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

/**
 * A Node.js stream of these chunks. n8n's binary store wants one, and a community node may not import
 * `node:stream`, so the class is taken from a stream that n8n handed over.
 */
function toStream(like: ByteStream, chunks: AsyncIterable<Uint8Array>): ByteStream {
	const { from } = like.constructor as unknown as {
		from: (source: AsyncIterable<Uint8Array>, options: { objectMode: boolean }) => ByteStream;
	};
	return from(chunks, { objectMode: false });
}
