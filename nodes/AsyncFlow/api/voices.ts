import { readOptionalJson } from '../../shared/http/body';
import { unexpectedAnswer, unusableError } from '../../shared/http/createErrors';
import { isRecord } from '../../shared/http/json';
import { pathSegment } from '../../shared/http/pathSegment';
import { send } from '../../shared/http/transport';
import type { ApiResponse, Call } from '../../shared/http/types';
import { asyncFlow } from '../provider';
import { requestJson } from './json';

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
	const body = await requestJson(call, {
		method: 'POST',
		path: '/voices',
		json,
		effect: 'safe',
		kind: 'voices',
	});
	if (!isRecord(body) || !Array.isArray(body.voices)) {
		throw unusableError(
			'AsyncFlow answered without a list of voices',
			'Check the base URL in the credential',
		);
	}
	const voices = body.voices.filter(isRecord);
	const cursor = body.next_cursor;
	// How the last page is signalled is not documented, so everything but a new cursor ends the list.
	const goesOn = typeof cursor === 'string' && cursor !== '' && cursor !== after && voices.length > 0;
	return { voices, next: goesOn ? cursor : undefined };
}

/** All voices that match, page by page; ends too when a page brings no voice that is new. */
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
		const fresh = voices.filter((voice) => !seen.has(voiceIdOf(voice) ?? ''));
		for (const voice of fresh) seen.add(voiceIdOf(voice) ?? '');
		yield* fresh.slice(0, left);
		left -= fresh.length;
		after = fresh.length > 0 ? next : undefined;
	} while (after !== undefined && left > 0);
}

/** `GET /voices/{id}` */
export async function getVoice(call: Call, voiceId: string): Promise<unknown> {
	return await requestJson(call, { method: 'GET', path: voicePath(voiceId), effect: 'safe', kind: 'voices' });
}

/** New values by the names of the wire. */
export type VoiceChanges = Readonly<Partial<Record<string, string>>>;

/** `PUT /voices/{id}`: changes the fields that are given. Doing it twice is the same as once. */
export async function updateVoice(call: Call, voiceId: string, json: VoiceChanges): Promise<unknown> {
	return await requestJson(call, {
		method: 'PUT',
		path: voicePath(voiceId),
		json,
		effect: 'safe',
		kind: 'voices',
	});
}

/** `DELETE /voices/{id}`: a second attempt would find nothing and look like a failure. */
export async function deleteVoice(call: Call, voiceId: string): Promise<void> {
	await requestJson(call, { method: 'DELETE', path: voicePath(voiceId), effect: 'unsafe', kind: 'voices' });
}

/**
 * `POST /voices/clone`: makes a voice of a sample.
 *
 * @returns The answer, and the ID of the voice in it.
 * @throws {ProviderError} also when the answer holds no ID: the provider's error under status 200, or nothing.
 */
export async function cloneVoice(call: Call, form: FormData): Promise<{ voiceId: string; voice: Voice }> {
	const request = { method: 'POST', path: '/voices/clone', form, effect: 'unsafe', kind: 'clone' } as const;
	return await send(call, { ...request, accept: 'application/json' }, async (response) => {
		const voice = await readOptionalJson(call, response);
		const voiceId = isRecord(voice) ? voiceIdOf(voice) : undefined;
		if (isRecord(voice) && voiceId !== undefined) return { voiceId, voice };
		throw unexpectedAnswer(
			call.connection,
			voice,
			'AsyncFlow answered without the ID of the voice',
			'Check with Get Many whether the voice was made before you clone it again',
		);
	});
}

/** The ID of a voice: `voice_id` in newer answers, `id` in older ones. */
export function voiceIdOf(voice: Voice): string | undefined {
	const id = voice.voice_id ?? voice.id;
	return typeof id === 'string' && id !== '' ? id : undefined;
}

/**
 * `GET /voices/preview/{id}`, then the signed URL that it yields, which gets no key.
 *
 * @throws {ProviderError} also when there is no usable URL.
 */
export async function downloadPreview<T>(
	call: Call,
	voiceId: string,
	readBody: (call: Call, response: ApiResponse) => Promise<T>,
): Promise<T> {
	const previewPath = `/voices/preview/${pathSegment(voiceId, 'Voice')}`;
	const body = await requestJson(call, { method: 'GET', path: previewPath, effect: 'safe', kind: 'voices' });
	const url = isRecord(body) ? body.signed_url : undefined;
	if (typeof url !== 'string' || !URL.canParse(url) || !/^https?:/.test(url)) {
		throw unusableError('AsyncFlow answered without a link to the preview', 'Try again later');
	}
	const { origin, pathname, search } = new URL(url);
	const storage = { ...call, connection: { ...call.connection, provider: previewStorage, baseUrl: origin } };
	const path = `${pathname}${search}`;
	return await send(
		storage,
		{ method: 'GET', path, accept: 'audio/*', effect: 'safe', kind: 'storage', authenticated: false },
		async (response) => await readBody(storage, response),
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
