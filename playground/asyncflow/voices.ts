import type { Account } from '../accounts/account.ts';
import type { AccountSettings } from '../accounts/settings.ts';
import { emptyResponse, jsonResponse, type ProviderResponse } from '../http/response.ts';
import type { Call } from '../provider.ts';
import { catalogue, type CatalogueVoice, type Gender, type Voice } from './catalogue.ts';
import { error, fieldNotAllowed, voiceNotFound } from './errors.ts';
import { speaks } from './models.ts';
import { ownVoices } from './ownVoices.ts';

/** The contract's `ListVoicesRequest`. */
interface ListVoicesRequest {
	limit?: number;
	after?: string;
	gender?: Gender;
	language?: string;
	accent?: string;
	style?: string;
	model_id?: string;
	my_voice?: boolean;
}

const DEFAULT_LIMIT = 10;

/** Cursor of an empty page after the last one. */
const END_CURSOR = 'end';

/** The voices that an account can use, its own first. */
const voicesOf = (account: Account | undefined): CatalogueVoice[] => [...ownVoices(account), ...catalogue];

/** Throws VOICE_NOT_FOUND if the account has no such voice. */
export function findVoice(id: string, account: Account | undefined): CatalogueVoice {
	const found = voicesOf(account).find(({ voice }) => voice.voice_id === id);
	if (!found) throw voiceNotFound(id);
	return found;
}

/** Language codes of a voice; a cloned one has several. */
export const languagesOf = (voice: Voice): string[] => voice.language.split(',');

const sameText = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();

function matches(voice: Voice, filter: ListVoicesRequest): boolean {
	return (
		(!filter.my_voice || voice.voice_type === 'CUSTOM') &&
		(filter.gender === undefined || voice.gender === filter.gender) &&
		(filter.language === undefined || languagesOf(voice).includes(filter.language)) &&
		(filter.accent === undefined || sameText(voice.accent, filter.accent)) &&
		(filter.style === undefined ||
			voice.style.split(',').some((style) => sameText(style, filter.style ?? ''))) &&
		(filter.model_id === undefined ||
			languagesOf(voice).some((language) => speaks(filter.model_id ?? '', language)))
	);
}

interface Page {
	voices: Voice[];
	/** Cursor: the ID of the first voice of the next page. */
	next: string | undefined;
	/** Cursor of this page. */
	own: string;
}

function pageOf(voices: Voice[], limit: number, after: string | undefined): Page {
	if (after === END_CURSOR) return { voices: [], next: undefined, own: END_CURSOR };
	const start = after ? voices.findIndex((voice) => voice.voice_id === after) : 0;
	if (start < 0) throw error('invalid', `after: unknown cursor ${String(after)}`);
	const next = voices[start + limit]?.voice_id;
	return { voices: voices.slice(start, start + limit), next, own: voices[start]?.voice_id ?? '' };
}

function pageBody({ voices, next, own }: Page, settings: AccountSettings | undefined): unknown {
	if (next !== undefined) return { voices, next_cursor: next };
	switch (settings?.listEnd ?? 'empty') {
		case 'absent':
			return { voices };
		case 'null':
			return { voices, next_cursor: null };
		case 'empty':
			return { voices, next_cursor: '' };
		case 'repeat':
			return { voices, next_cursor: own };
		case 'emptyPage':
			return { voices, next_cursor: voices.length > 0 ? END_CURSOR : '' };
	}
}

function pageSize(limit: number | undefined, account: Account | undefined): number {
	return Math.min(limit ?? DEFAULT_LIMIT, account?.settings.pageSizeCap ?? Infinity);
}

/** `POST /voices` */
export function listVoices({ body: filter, account }: Call): ProviderResponse {
	const request = (filter ?? {}) as ListVoicesRequest;
	const voices = voicesOf(account)
		.map(({ voice }) => voice)
		.filter((voice) => matches(voice, request));
	const page = pageOf(voices, pageSize(request.limit, account), request.after);
	return jsonResponse(200, pageBody(page, account?.settings));
}

/** `GET /voices/{id}` */
export function getVoice({ params, account }: Call): ProviderResponse {
	return jsonResponse(200, findVoice(params.id ?? '', account).voice);
}

/** `POST /voices/batch`. Unknown IDs, for which nothing is documented, are omitted. */
export function getVoicesBatch({ body, account }: Call): ProviderResponse {
	const { voice_ids: ids } = body as { voice_ids: string[] };
	const known = new Map(voicesOf(account).map(({ voice }) => [voice.voice_id, voice]));
	return jsonResponse(
		200,
		ids.flatMap((id) => known.get(id) ?? []),
	);
}

const UPDATABLE = ['name', 'description', 'gender', 'style', 'accent'] as const;

/** `PUT /voices/{id}` */
export function updateVoice({ params, body: requested, account }: Call): ProviderResponse {
	const { voice } = findVoice(params.id ?? '', account);
	const changes = requested as Partial<Voice>;
	const allowed = new Set<string>(voice.voice_type === 'CUSTOM' ? UPDATABLE : []);
	const rejected = Object.keys(changes).filter((field) => !allowed.has(field));
	if (rejected.length > 0) {
		const reason = voice.voice_type === 'CUSTOM' ? '' : ': it is a predefined voice';
		throw fieldNotAllowed(`${rejected.join(', ')} of voice ${voice.voice_id} cannot be updated${reason}`);
	}
	Object.assign(voice, changes, { updated_at: new Date().toISOString() });
	return account?.settings.updateAnswer === '200' ? jsonResponse(200, voice) : emptyResponse(204);
}

/** `DELETE /voices/{id}`. For a predefined voice no other error is documented. */
export function deleteVoice({ params, account }: Call): ProviderResponse {
	const id = params.id ?? '';
	const own = ownVoices(account);
	const index = own.findIndex(({ voice }) => voice.voice_id === id);
	if (index < 0) throw voiceNotFound(id);
	own.splice(index, 1);
	return emptyResponse(204);
}
