import { looksLikeHtml, networkError, unusableError, webPageError } from './createErrors';
import { parseJson } from './json';
import { redactJson } from './redact';
import type { ApiResponse, ByteStream, Call } from './types';

/** More than any list or answer of these providers comes to. */
const MAX_JSON_BYTES = 64 * 1024 * 1024;

const MIN_SECRET = 8;

/** Bytes that should be audio, and what came along with them. */
export interface AudioSource {
	readonly chunks: AsyncGenerator<Uint8Array, void, undefined>;
	readonly status: number;
	/** In lower case, '' when there was none. */
	readonly contentType: string;
	/** A stream of n8n's, as the pattern for further ones. */
	readonly streamTemplate?: ByteStream;
}

/** The body of a response as audio. */
export function audioSource(
	call: Call,
	response: ApiResponse,
	chunks: AudioSource['chunks'] = readChunks(call, response),
): AudioSource {
	const { status, headers, body } = response;
	const contentType = headers['content-type'];
	return {
		chunks,
		status,
		contentType: typeof contentType === 'string' ? contentType.toLowerCase() : '',
		streamTemplate: body,
	};
}

/**
 * The bytes of a response as they come. Ends early with an error, never silently: when the connection
 * goes, when the body is shorter than announced, and when the deadline passes.
 *
 * @throws {ProviderError}
 */
export async function* readChunks(
	call: Call,
	response: ApiResponse,
): AsyncGenerator<Uint8Array, void, undefined> {
	try {
		for await (const chunk of response.body as AsyncIterable<Uint8Array>) yield chunk;
	} catch (error) {
		throw networkError(call.connection, error, response.timeoutMs);
	}
}

/**
 * A body as UTF-8 text, no longer than so many bytes: the rest is left unread.
 *
 * @param onText Gets the text as it comes, for what counts even if the body breaks off.
 */
export async function readText(
	call: Call,
	response: ApiResponse,
	maxBytes: number,
	onText: (text: string) => void = () => undefined,
): Promise<string> {
	const decoder = new TextDecoder();
	const parts: string[] = [];
	const add = (text: string) => {
		parts.push(text);
		onText(text);
	};
	let bytes = 0;
	for await (const chunk of readChunks(call, response)) {
		add(decoder.decode(chunk.subarray(0, maxBytes - bytes), { stream: true }));
		bytes += chunk.length;
		if (bytes >= maxBytes) break;
	}
	add(decoder.decode());
	return parts.join('');
}

/**
 * A JSON body, without any secret that the provider may repeat in it.
 *
 * @param maxBytes A longer body is an error; below the longest string of V8, 2 ** 29 characters.
 * @throws {ProviderError} when it is not JSON: a web page, or nothing at all; or too long.
 */
export async function readJson(
	call: Call,
	response: ApiResponse,
	maxBytes: number = MAX_JSON_BYTES,
): Promise<unknown> {
	const text = await readText(call, response, maxBytes + 1);
	const value = parseAnswer(call, text);
	if (value !== undefined) return value;
	const { displayName } = call.connection.provider;
	if (looksLikeHtml(text)) throw webPageError(call.connection, response.status);
	if (text.length > maxBytes) {
		throw unusableError(
			`${displayName} answered with more than ${Math.floor(maxBytes / 2 ** 20)} MB of JSON`,
			'Send a shorter text, or switch on Split Long Text. The request was probably charged',
		);
	}
	throw unusableError(
		`${displayName} did not answer with JSON`,
		'Check the base URL in the credential; if it is right, try again later',
	);
}

/** A JSON body, or `undefined` where there is none, as with status 204. */
export async function readOptionalJson(call: Call, response: ApiResponse): Promise<unknown> {
	return parseAnswer(call, await readText(call, response, MAX_JSON_BYTES));
}

/** A JSON text from the provider, without any secret that it may repeat in it; `undefined` when it is not JSON. */
export function parseAnswer({ connection }: Call, text: string): unknown {
	const value = parseJson(text);
	// A shorter one is no key; it would be found by chance, in audio as base64 too.
	const secrets = connection.secrets.filter(({ length }) => length >= MIN_SECRET);
	return secrets.some((secret) => text.includes(secret)) ? redactJson({ secrets }, value) : value;
}
