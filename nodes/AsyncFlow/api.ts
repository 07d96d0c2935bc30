import { readJson } from '../shared/http/body';
import type { ErrorRow, ProviderWords } from '../shared/http/errors';
import { unusableError } from '../shared/http/failures';
import type { Provider } from '../shared/http/provider';
import { exchange } from '../shared/http/transport';
import type { ApiResponse, Call } from '../shared/http/types';

/** Error codes of the seed pages "Text to Speech" and "Clone Voice". */
const ERRORS: readonly ErrorRow[] = [
	{
		status: 400,
		code: 'INVALID_LANGUAGE',
		title: 'AsyncFlow does not accept this language',
		nextStep: 'Choose a language that the model speaks, or remove Language from the options',
	},
	{
		status: 400,
		code: 'FORMAT_NOT_RECOGNIZED',
		title: 'AsyncFlow does not accept this audio format',
		nextStep:
			'Change Container, Encoding or Sample Rate: mp3 takes no encoding, wav and raw take no bit rate',
	},
	{
		status: 401,
		code: 'INVALID_API_KEY',
		title: 'AsyncFlow did not accept the API key',
		nextStep: 'Check the API key in the credential: it begins with sk_ and must be allowed to do this',
	},
	{
		status: 404,
		code: 'VOICE_NOT_FOUND',
		title: 'AsyncFlow does not know this voice',
		nextStep: 'Choose a voice from the list: it may have been deleted, or belong to another account',
	},
	{
		status: 404,
		code: 'VERSION_NOT_FOUND',
		title: 'AsyncFlow does not offer version v1 of its API at this address',
		nextStep: 'Check the base URL in the credential. If it is right, update this package',
	},
	{
		status: 429,
		code: 'RATE_LIMIT_EXCEEDED',
		title: 'AsyncFlow received too many requests in a short time',
		nextStep: 'Lower Concurrency or raise Max Retries in the options, or spread the work over time',
		kind: 'tooFast',
	},
	{
		status: 429,
		code: 'TOO_MANY_CONCURRENT_REQUESTS',
		title: 'AsyncFlow received too many requests at once',
		nextStep: 'Lower Concurrency in the options. Other workflows with the same API key count as well',
		kind: 'tooManyAtOnce',
	},
	{
		status: 429,
		code: 'USAGE_LIMIT_EXCEEDED',
		title: 'The AsyncFlow account has used up its quota',
		nextStep: 'Raise the quota or the plan of the account, or wait until the quota is renewed',
	},
	{
		status: 500,
		title: 'AsyncFlow could not handle the request',
		nextStep: 'Try again later. It is not repeated by itself, since it may have been charged',
	},
];

export const asyncFlow: Provider = {
	id: 'asyncFlow',
	displayName: 'AsyncFlow',
	credential: 'asyncFlowApi',
	errors: ERRORS,
	readWords,
};

/** Errors come as `{ detail: { error_code, message } }`, or flat in newer answers; validation as text. */
function readWords(body: unknown): ProviderWords {
	if (!isRecord(body)) return {};
	const { detail } = body;
	if (typeof detail === 'string') return { message: detail };
	const { error_code: code, message } = isRecord(detail) ? detail : body;
	return {
		...(typeof code === 'string' && { code }),
		...(typeof message === 'string' && { message }),
	};
}

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
	consume: (response: ApiResponse) => Promise<T>,
): Promise<T> {
	return await exchange(
		call,
		{
			method: 'POST',
			path: '/text_to_speech',
			json,
			accept: 'audio/*, application/octet-stream, application/json;q=0.5',
			effect: 'charges',
		},
		consume,
	);
}

export interface Voice {
	readonly id: string;
	readonly name: string;
	readonly language: string | undefined;
	readonly gender: string | undefined;
	readonly isOwn: boolean;
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
 * @throws {ProviderError} also when the answer holds no list.
 */
export async function listVoices(call: Call, after?: string): Promise<VoicePage> {
	const body = await exchange(
		call,
		{
			method: 'POST',
			path: '/voices',
			json: { limit: VOICES_PER_PAGE, ...(after !== undefined && { after }) },
			accept: 'application/json',
			effect: 'none',
		},
		async (response) => await readJson(call, response),
	);
	if (!isRecord(body) || !Array.isArray(body['voices'])) {
		throw unusableError(
			'AsyncFlow answered without a list of voices',
			'Check the base URL in the credential',
		);
	}
	const voices = body['voices'].filter(isRecord).map(toVoice);
	const cursor = body['next_cursor'];
	// How the last page is signalled is not documented, so everything but a new cursor ends the list.
	const next = typeof cursor === 'string' && cursor !== '' && cursor !== after && voices.length > 0;
	return { voices, next: next ? cursor : undefined };
}

/** The older shape of a voice has `id` and `my_voice`, the newer `voice_id` and `voice_type`. */
function toVoice(voice: Record<string, unknown>): Voice {
	const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);
	const id = text(voice['voice_id']) ?? text(voice['id']) ?? '';
	return {
		id,
		name: text(voice['name']) ?? id,
		language: text(voice['language']),
		gender: text(voice['gender']),
		isOwn: voice['voice_type'] === 'CUSTOM' || voice['my_voice'] === true,
	};
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
