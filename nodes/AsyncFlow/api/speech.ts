import type { AudioSource } from '../../shared/http/body';
import { audioSource, readJson } from '../../shared/http/body';
import { unexpectedResponse } from '../../shared/http/createErrors';
import { isRecord } from '../../shared/http/json';
import { requestAudio } from '../../shared/http/requests';
import { send } from '../../shared/http/transport';
import type { Call } from '../../shared/http/types';
import type { Word } from '../../shared/text/subtitles';
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

/** `POST /text_to_speech`: the whole audio in one response. */
export async function synthesize<T>(
	call: Call,
	json: SpeechRequest,
	readBody: (source: AudioSource) => Promise<T>,
): Promise<T> {
	return await requestAudio(call, speechRequest('/text_to_speech', json), readBody);
}

/** `POST /text_to_speech/streaming`: the same audio, sent while it is synthesized. */
export async function synthesizeStream<T>(
	call: Call,
	json: SpeechRequest,
	readBody: (source: AudioSource) => Promise<T>,
): Promise<T> {
	const request = speechRequest('/text_to_speech/streaming', json);
	return await requestAudio(
		call,
		request,
		async (source) => await readBody({ ...source, chunks: untilQuotaMarker(call, source.chunks) }),
	);
}

/** Audio and its word times, `undefined` if they are missing or inconsistent. */
export interface TimestampedSpeech {
	readonly source: AudioSource;
	readonly words: readonly Word[] | undefined;
}

/** The response for a text that is not split can have hundreds of megabytes; a string of V8 is limited to 512. */
const MAX_TIMESTAMPED_BYTES = 480 * 2 ** 20;

/**
 * `POST /text_to_speech/with_timestamps`: audio as base64 in JSON, with word times.
 *
 * @throws {ProviderError} also if the response has no audio.
 */
export async function synthesizeWithTimestamps<T>(
	call: Call,
	json: SpeechRequest,
	readBody: (speech: TimestampedSpeech) => Promise<T>,
): Promise<T> {
	const request = { ...speechRequest('/text_to_speech/with_timestamps', json), accept: 'application/json' };
	return await send(call, request, async (response) => {
		const body = await readJson(
			call,
			response,
			MAX_TIMESTAMPED_BYTES,
			'Send a shorter text, or turn on Split Long Text. The request was probably charged',
		);
		const audio = isRecord(body) ? body.audio_base64 : undefined;
		if (!isRecord(body) || typeof audio !== 'string') {
			throw unexpectedResponse(
				call.connection,
				body,
				'AsyncFlow returned no audio',
				'Try again later, or use Synthesize if you do not need word times. The request was probably charged',
			);
		}
		// The content type of the response is that of the JSON.
		const source = { ...audioSource(call, response, once(Buffer.from(audio, 'base64'))), contentType: '' };
		return await readBody({ source, words: parseAlignment(body.alignment) });
	});
}

function parseAlignment(alignment: unknown): Word[] | undefined {
	if (!isRecord(alignment)) return undefined;
	const texts = alignment.words;
	const starts = alignment.word_start_times_milliseconds;
	const ends = alignment.word_end_times_milliseconds;
	if (!Array.isArray(texts) || !Array.isArray(starts) || !Array.isArray(ends)) return undefined;
	if (texts.length !== starts.length || texts.length !== ends.length) return undefined;
	const words = texts.map((text, i) => ({
		text: String(text),
		startMs: Number(starts[i]),
		endMs: Number(ends[i]),
	}));
	return words.every(({ startMs, endMs }) => startMs >= 0 && endMs >= startMs) ? words : undefined;
}

async function* once(chunk: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
	yield await Promise.resolve(chunk);
}

function speechRequest(path: string, json: SpeechRequest) {
	return { method: 'POST', path, json, effect: 'unsafe', kind: 'speech' } as const;
}
