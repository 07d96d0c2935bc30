import { looksLikeHtml, networkError, unusableError, webPageError } from './createErrors';
import { parseJson } from './json';
import { redactJson } from './redact';
import type { ApiResponse, ByteStream, Call } from './types';

/** Larger than any list of these providers. */
const MAX_JSON_BYTES = 64 * 1024 * 1024;

const MIN_SECRET = 8;

/** A response body that should be audio. */
export interface AudioSource {
	readonly chunks: AsyncGenerator<Uint8Array, void, undefined>;
	readonly status: number;
	/** In lower case; '' if missing. */
	readonly contentType: string;
	/** A stream of n8n, whose class makes further streams. */
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
 * Streams the bytes of a response.
 *
 * @throws {ProviderError} when the connection closes, the body is shorter than announced, or the request
 *   times out.
 */
async function* readChunks(call: Call, response: ApiResponse): AsyncGenerator<Uint8Array, void, undefined> {
	try {
		for await (const chunk of response.body as AsyncIterable<Uint8Array>) yield chunk;
	} catch (error) {
		throw networkError(call.connection, error, response.timeoutMs);
	}
}

/** The beginning of a body as text. */
interface TextBody {
	readonly text: string;
	/** Whether the body is longer; the rest is left unread. */
	readonly isCut: boolean;
}

/**
 * Reads at most `maxBytes` bytes of a body as UTF-8 text.
 *
 * @param onText Receives the text while it arrives, for callers that use it even if the body is incomplete.
 */
export async function readText(
	call: Call,
	response: ApiResponse,
	maxBytes: number,
	onText: (text: string) => void = () => undefined,
): Promise<TextBody> {
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
		if (bytes > maxBytes) break;
	}
	add(decoder.decode());
	return { text: parts.join(''), isCut: bytes > maxBytes };
}

/**
 * Reads a JSON body, with any secret in it redacted.
 *
 * @param maxBytes At most the longest string of V8, about 2 ** 29 characters.
 * @param ifLarger What the user can do about a larger body.
 * @throws {ProviderError} if the body is larger, or is not JSON (a web page, or empty).
 */
export async function readJson(
	call: Call,
	response: ApiResponse,
	maxBytes: number = MAX_JSON_BYTES,
	ifLarger = 'Request fewer entries at a time',
): Promise<unknown> {
	const { displayName } = call.connection.provider;
	const { text, isCut } = await readText(call, response, maxBytes);
	if (looksLikeHtml(text)) throw webPageError(call.connection, response.status);
	if (isCut) {
		throw unusableError(`The ${displayName} response is larger than ${inMegabytes(maxBytes)}`, ifLarger);
	}
	const value = parseResponse(call, text);
	if (value !== undefined) return value;
	throw unusableError(
		`${displayName} returned a response that is not JSON`,
		'Check the base URL in the credential. If it is correct, try again later',
	);
}

const inMegabytes = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MB`;

/** A JSON body; `undefined` for a body that is not JSON, such as the empty one of status 204. */
export async function readOptionalJson(call: Call, response: ApiResponse): Promise<unknown> {
	return parseResponse(call, (await readText(call, response, MAX_JSON_BYTES)).text);
}

/** Parses JSON from the provider and redacts any secret in it; `undefined` for anything else. */
export function parseResponse({ connection }: Call, text: string): unknown {
	const value = parseJson(text);
	// Shorter secrets are not keys, and would be found by chance, even in base64 audio.
	const secrets = connection.secrets.filter(({ length }) => length >= MIN_SECRET);
	return secrets.some((secret) => text.includes(secret)) ? redactJson({ secrets }, value) : value;
}
