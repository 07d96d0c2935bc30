import type { AudioSource } from '../shared/http/body';
import { audioSource, readChunks, readJson, readOptionalJson } from '../shared/http/body';
import { unusableError } from '../shared/http/failures';
import { isRecord } from '../shared/http/json';
import { pathSegment } from '../shared/http/pathSegment';
import { exchange } from '../shared/http/transport';
import type { ApiRequest, ApiResponse, Call } from '../shared/http/types';
import type { Word } from '../shared/text/subtitles';
import { asyncFlow } from './provider';
import { untilQuotaMarker } from './quotaMarker';

export type Container = 'mp3' | 'wav' | 'raw';

/** Body of the text-to-speech requests (seed page "Text to Speech", later fields from its newer copies). */
export interface SpeechRequest {
	readonly model_id: string;
	readonly transcript: string;
	readonly voice: { readonly mode: 'id'; readonly id: string };
	readonly output_format: {
		readonly container: Container;
		readonly encoding?: 'pcm_s16le' | 'pcm_f32le' | 'pcm_mulaw';
		readonly sample_rate: number;
		readonly bit_rate?: number;
	};
	readonly language?: string;
	readonly normalize?: boolean;
	readonly speed_control?: number;
	readonly stability?: number;
}

/** Raw audio comes as an octet stream, and a refusal as JSON. */
const AUDIO = 'audio/*, application/octet-stream, application/json;q=0.5';

/** `POST /text_to_speech`: the whole audio in one response. */
export async function synthesize<T>(
	call: Call,
	json: SpeechRequest,
	consume: (source: AudioSource) => Promise<T>,
): Promise<T> {
	return await exchange(
		call,
		{ ...speechRequest('/text_to_speech', json), accept: AUDIO },
		async (response) => await consume(audioSource(call, response)),
	);
}

/** `POST /text_to_speech/streaming`: the same audio, sent while it is made. */
export async function synthesizeStream<T>(
	call: Call,
	json: SpeechRequest,
	consume: (source: AudioSource) => Promise<T>,
): Promise<T> {
	return await exchange(
		call,
		{ ...speechRequest('/text_to_speech/streaming', json), accept: AUDIO },
		async (response) =>
			await consume(audioSource(call, response, untilQuotaMarker(call, readChunks(call, response)))),
	);
}

/** Audio and the times of its words. */
export interface TimestampedSpeech {
	readonly source: AudioSource;
	readonly words: readonly Word[];
}

/**
 * `POST /text_to_speech/with_timestamps`: audio as base64 in JSON, and when each word is spoken.
 *
 * @throws {ProviderError} also when the answer lacks audio or the lists do not fit together.
 */
export async function synthesizeWithTimestamps<T>(
	call: Call,
	json: SpeechRequest,
	consume: (speech: TimestampedSpeech) => Promise<T>,
): Promise<T> {
	const request = { ...speechRequest('/text_to_speech/with_timestamps', json), accept: 'application/json' };
	return await exchange(call, request, async (response) => {
		const speech = parseTimestampedSpeech(await readJson(call, response));
		if (speech === undefined) {
			throw unusableError(
				'AsyncFlow answered without audio and word times',
				'Try again later, or use Synthesize, which needs no word times. The request was probably charged',
			);
		}
		const { audio, words } = speech;
		// The content type is that of the JSON around the audio.
		const source = { ...audioSource(call, response, once(audio)), contentType: '' };
		return await consume({ source, words });
	});
}

function parseTimestampedSpeech(body: unknown): { audio: Uint8Array; words: Word[] } | undefined {
	if (!isRecord(body) || typeof body['audio_base64'] !== 'string' || !isRecord(body['alignment']))
		return undefined;
	const texts = body['alignment']['words'];
	const starts = body['alignment']['word_start_times_milliseconds'];
	const ends = body['alignment']['word_end_times_milliseconds'];
	if (!Array.isArray(texts) || !Array.isArray(starts) || !Array.isArray(ends)) return undefined;
	if (texts.length !== starts.length || texts.length !== ends.length) return undefined;
	return {
		audio: Buffer.from(body['audio_base64'], 'base64'),
		words: texts.map((text, i) => ({
			text: String(text),
			startMs: Number(starts[i]),
			endMs: Number(ends[i]),
		})),
	};
}

async function* once(chunk: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
	yield await Promise.resolve(chunk);
}

/** A voice as the provider describes it; `voice_id` in newer answers, `id` in older ones. */
export type Voice = Readonly<Record<string, unknown>>;

export interface VoiceFilters {
	readonly gender?: string;
	readonly language?: string;
	readonly accent?: string;
	readonly style?: string;
	readonly model_id?: string;
	readonly my_voice?: boolean;
}

export interface VoicePage {
	readonly voices: readonly Voice[];
	/** Hand it over as `after` to get the next page; `undefined` on the last. */
	readonly next: string | undefined;
}

/** As many voices as the provider gives at once. */
export const VOICES_PER_PAGE = 100;

/**
 * `POST /voices`: one page of the voices that the key may use.
 *
 * @param limit Most voices on the page, 1 to `VOICES_PER_PAGE`.
 * @throws {ProviderError} also when the answer holds no list.
 */
export async function listVoices(
	call: Call,
	filters: VoiceFilters = {},
	after?: string,
	limit = VOICES_PER_PAGE,
): Promise<VoicePage> {
	const json = { limit, ...filters, ...(after !== undefined && { after }) };
	const body = await requestJson(call, { method: 'POST', path: '/voices', json, effect: 'none' });
	if (!isRecord(body) || !Array.isArray(body['voices'])) {
		throw unusableError(
			'AsyncFlow answered without a list of voices',
			'Check the base URL in the credential',
		);
	}
	const voices = body['voices'].filter(isRecord);
	const cursor = body['next_cursor'];
	// How the last page is signalled is not documented, so everything but a new cursor ends the list.
	const goesOn = typeof cursor === 'string' && cursor !== '' && cursor !== after && voices.length > 0;
	return { voices, next: goesOn ? cursor : undefined };
}

/** All voices that match, page by page; ends too when a cursor comes a second time. */
export async function* eachVoice(
	call: Call,
	filters: VoiceFilters,
	most: number,
): AsyncGenerator<Voice, void, undefined> {
	const seen = new Set<string>();
	let after: string | undefined;
	let left = most;
	do {
		const { voices, next } = await listVoices(call, filters, after, Math.min(left, VOICES_PER_PAGE));
		yield* voices.slice(0, left);
		left -= voices.length;
		after = next !== undefined && !seen.has(next) ? next : undefined;
		seen.add(next ?? '');
	} while (after !== undefined && left > 0);
}

/** `GET /voices/{id}` */
export async function getVoice(call: Call, voiceId: string): Promise<unknown> {
	return await requestJson(call, { method: 'GET', path: voicePath(voiceId), effect: 'none' });
}

/** New values by the names of the wire. */
export type VoiceChanges = Readonly<Partial<Record<string, string>>>;

/** `PUT /voices/{id}`: changes the fields that are given. Doing it twice is the same as once. */
export async function updateVoice(call: Call, voiceId: string, json: VoiceChanges): Promise<unknown> {
	return await requestJson(call, { method: 'PUT', path: voicePath(voiceId), json, effect: 'none' });
}

/** `DELETE /voices/{id}`: a second attempt would find nothing and look like a failure. */
export async function deleteVoice(call: Call, voiceId: string): Promise<void> {
	await requestJson(call, { method: 'DELETE', path: voicePath(voiceId), effect: 'changes' });
}

/** `POST /voices/clone`: makes a voice of a sample. */
export async function cloneVoice(call: Call, form: FormData): Promise<unknown> {
	return await requestJson(call, { method: 'POST', path: '/voices/clone', form, effect: 'changes' });
}

/** `GET /`: the state of the service; needs no key, so the version does not come from the credential. */
export async function getStatus(call: Call): Promise<unknown> {
	const headers = { version: 'v1' };
	return await requestJson(call, { method: 'GET', path: '/', headers, effect: 'none', authenticated: false });
}

/**
 * `GET /voices/preview/{id}`, then the signed URL that it yields, which gets no key.
 *
 * @throws {ProviderError} also when there is no usable URL.
 */
export async function downloadPreview<T>(
	call: Call,
	voiceId: string,
	consume: (call: Call, response: ApiResponse) => Promise<T>,
): Promise<T> {
	const path = `/voices/preview/${pathSegment(voiceId, 'Voice')}`;
	const body = await requestJson(call, { method: 'GET', path, effect: 'none' });
	const url = isRecord(body) ? body['signed_url'] : undefined;
	if (typeof url !== 'string' || !URL.canParse(url) || !/^https?:/.test(url)) {
		throw unusableError('AsyncFlow answered without a link to the preview', 'Try again later');
	}
	const { origin, pathname, search } = new URL(url);
	const storage = { ...call, connection: { ...call.connection, provider: previewStorage, baseUrl: origin } };
	return await exchange(
		storage,
		{ method: 'GET', path: `${pathname}${search}`, accept: 'audio/*', effect: 'none', authenticated: false },
		async (response) => await consume(storage, response),
	);
}

const previewStorage = {
	...asyncFlow,
	displayName: 'The storage of AsyncFlow',
	errors: [
		{
			status: 403,
			title: 'The link to the preview is no longer valid',
			nextStep: 'Run again: each run gets a link of its own',
		},
		{
			status: 404,
			title: 'There is no preview of this voice',
			nextStep: 'Speak a short text with it instead',
		},
	],
};

function voicePath(voiceId: string): string {
	return `/voices/${pathSegment(voiceId, 'Voice')}`;
}

function speechRequest(path: string, json: SpeechRequest) {
	return { method: 'POST', path, json, effect: 'changes' } as const;
}

/** A request with JSON as its answer, or none at all. */
async function requestJson(call: Call, request: Omit<ApiRequest, 'accept'>): Promise<unknown> {
	return await exchange(
		call,
		{ ...request, accept: 'application/json' },
		async (response) => await (response.status === 204 ? readOptionalJson : readJson)(call, response),
	);
}
