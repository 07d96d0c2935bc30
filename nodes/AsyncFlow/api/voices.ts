import { readOptionalJson } from '../../shared/http/body';
import { unexpectedResponse, unusableError } from '../../shared/http/createErrors';
import { parseHttpUrl } from '../../shared/http/httpUrl';
import { isRecord } from '../../shared/http/json';
import { pathSegment } from '../../shared/http/pathSegment';
import { requestJson } from '../../shared/http/requests';
import { send } from '../../shared/http/transport';
import type { ApiResponse, Call } from '../../shared/http/types';
import { asyncFlow } from '../provider';

/** A voice in the format of the provider. */
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
	/** Pass it as `after` to get the next page; `undefined` on the last page. */
	readonly next: string | undefined;
}

/** Maximum number of voices per page. */
const VOICES_PER_PAGE = 100;

/**
 * `POST /voices`: one page of the voices that the API key can use.
 *
 * @param limit Maximum number of voices, 1 to `VOICES_PER_PAGE`.
 * @throws {ProviderError} also if the response has no list.
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
			'AsyncFlow returned no list of voices',
			'Check the base URL in the credential. If it is correct, try again later',
		);
	}
	const voices = body.voices.filter(isRecord);
	const cursor = body.next_cursor;
	// The documentation does not define the last page, so anything but a new cursor ends the list.
	const hasMore = typeof cursor === 'string' && cursor !== '' && cursor !== after && voices.length > 0;
	return { voices, next: hasMore ? cursor : undefined };
}

/** Lists up to `limit` matching voices, page by page. Ends at a page without a new voice. */
export async function* eachVoice(
	call: Call,
	filters: VoiceFilters,
	limit: number,
): AsyncGenerator<Voice, void, undefined> {
	const seen = new Set<string>();
	let after: string | undefined;
	let remaining = limit;
	do {
		const { voices, next } = await listVoices(call, filters, after, Math.min(remaining, VOICES_PER_PAGE));
		const unseen = voices.filter((voice) => !seen.has(voiceIdOf(voice) ?? ''));
		for (const voice of unseen) seen.add(voiceIdOf(voice) ?? '');
		yield* unseen.slice(0, remaining);
		remaining -= unseen.length;
		after = unseen.length > 0 ? next : undefined;
	} while (after !== undefined && remaining > 0);
}

/** `GET /voices/{id}` */
export async function getVoice(call: Call, voiceId: string): Promise<unknown> {
	return await requestJson(call, { method: 'GET', path: voicePath(voiceId), effect: 'safe', kind: 'voices' });
}

/** New values by field name of the API. */
export type VoiceChanges = Readonly<Partial<Record<string, string>>>;

/** `PUT /voices/{id}`: changes the given fields. Idempotent, so it may be retried. */
export async function updateVoice(call: Call, voiceId: string, json: VoiceChanges): Promise<unknown> {
	return await requestJson(call, {
		method: 'PUT',
		path: voicePath(voiceId),
		json,
		effect: 'safe',
		kind: 'voices',
	});
}

/** `DELETE /voices/{id}`: not retried, since a second request would fail with 404. */
export async function deleteVoice(call: Call, voiceId: string): Promise<void> {
	await requestJson(call, { method: 'DELETE', path: voicePath(voiceId), effect: 'unsafe', kind: 'voices' });
}

/**
 * `POST /voices/clone`: creates a voice from a sample.
 *
 * @returns The new voice and its ID.
 * @throws {ProviderError} also if the response has no ID, such as an error with status 200 or an empty body.
 */
export async function cloneVoice(call: Call, form: FormData): Promise<{ voiceId: string; voice: Voice }> {
	const request = { method: 'POST', path: '/voices/clone', form, effect: 'unsafe', kind: 'clone' } as const;
	return await send(call, { ...request, accept: 'application/json' }, async (response) => {
		const voice = await readOptionalJson(call, response);
		const voiceId = isRecord(voice) ? voiceIdOf(voice) : undefined;
		if (isRecord(voice) && voiceId !== undefined) return { voiceId, voice };
		throw unexpectedResponse(
			call.connection,
			voice,
			'AsyncFlow returned no voice ID',
			'Check with Get Many whether the voice was created before you clone it again',
		);
	});
}

/** The ID of a voice: `voice_id` in newer responses, `id` in older ones. */
export function voiceIdOf(voice: Voice): string | undefined {
	const id = voice.voice_id ?? voice.id;
	return typeof id === 'string' && id !== '' ? id : undefined;
}

/**
 * `GET /voices/preview/{id}`, then the signed URL that it returns, without the API key.
 *
 * @throws {ProviderError} also if there is no valid URL.
 */
export async function downloadPreview<T>(
	call: Call,
	voiceId: string,
	readBody: (call: Call, response: ApiResponse) => Promise<T>,
): Promise<T> {
	const previewPath = `/voices/preview/${pathSegment(voiceId, 'Voice')}`;
	const body = await requestJson(call, { method: 'GET', path: previewPath, effect: 'safe', kind: 'voices' });
	const url =
		isRecord(body) && typeof body.signed_url === 'string' ? parseHttpUrl(body.signed_url) : undefined;
	if (url === undefined) throw unusableError('AsyncFlow returned no link to the preview', 'Try again later');
	const { origin, pathname, search } = url;
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
	displayName: 'AsyncFlow storage',
	errors: [
		{
			status: 403,
			title: 'The link to the preview has expired',
			nextStep: 'Run the workflow again to get a new link',
		},
		{
			status: 404,
			title: 'This voice has no preview',
			nextStep: 'Synthesize a short text with the voice instead',
		},
	],
};

function voicePath(voiceId: string): string {
	return `/voices/${pathSegment(voiceId, 'Voice')}`;
}
