import type { Account } from '../accounts/account.ts';
import type { AccountSettings } from '../accounts/settings.ts';
import { emptyAnswer, jsonAnswer, type Answer } from '../http/answer.ts';
import type { Call } from '../provider.ts';
import { catalogue, type CatalogueVoice, type Gender, type Voice } from './catalogue.ts';
import { error, fieldNotAllowed, voiceNotFound } from './errors.ts';
import { speaks } from './models.ts';
import { ownVoices } from './ownVoices.ts';

/** `ListVoicesRequest` of the contract. */
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

/** Cursor of the page after the last one, for the convention that ends a list with an empty page. */
const END_CURSOR = 'end';

/** The voices an account can use, its own first. */
const voicesOf = (account: Account | undefined): CatalogueVoice[] => [...ownVoices(account), ...catalogue];

/** A voice the account can use. Throws VOICE_NOT_FOUND. */
export function findVoice(id: string, account: Account | undefined): CatalogueVoice {
	const found = voicesOf(account).find(({ voice }) => voice.voice_id === id);
	if (!found) throw voiceNotFound(id);
	return found;
}

/** Language codes of a voice; a cloned one has several. */
export const languagesOf = (voice: Voice): string[] => voice.language.split(',');

const sameText = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();

function matches(voice: Voice, wanted: ListVoicesRequest): boolean {
	return (
		(!wanted.my_voice || voice.voice_type === 'CUSTOM') &&
		(wanted.gender === undefined || voice.gender === wanted.gender) &&
		(wanted.language === undefined || languagesOf(voice).includes(wanted.language)) &&
		(wanted.accent === undefined || sameText(voice.accent, wanted.accent)) &&
		(wanted.style === undefined ||
			voice.style.split(',').some((style) => sameText(style, wanted.style ?? ''))) &&
		(wanted.model_id === undefined ||
			languagesOf(voice).some((language) => speaks(wanted.model_id ?? '', language)))
	);
}

interface Page {
	voices: Voice[];
	/** Id of the first voice of the next page, as in the documentation's example. */
	next: string | undefined;
	/** Leads to this very page. */
	own: string;
}

function pageOf(voices: Voice[], limit: number, after: string | undefined): Page {
	if (after === END_CURSOR) return { voices: [], next: undefined, own: END_CURSOR };
	const start = after ? voices.findIndex((voice) => voice.voice_id === after) : 0;
	if (start < 0) throw error('invalid', `after: unknown cursor ${String(after)}`);
	const next = voices[start + limit]?.voice_id;
	return { voices: voices.slice(start, start + limit), next, own: voices[start]?.voice_id ?? '' };
}

function body({ voices, next, own }: Page, settings: AccountSettings | undefined): unknown {
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

function pageSize(wanted: number | undefined, account: Account | undefined): number {
	return Math.min(wanted ?? DEFAULT_LIMIT, account?.settings.pageSizeCap ?? Infinity);
}

/** `POST /voices` */
export function listVoices({ body: wanted, account }: Call): Answer {
	const request = (wanted ?? {}) as ListVoicesRequest;
	const voices = voicesOf(account)
		.map(({ voice }) => voice)
		.filter((voice) => matches(voice, request));
	const page = pageOf(voices, pageSize(request.limit, account), request.after);
	return jsonAnswer(200, body(page, account?.settings));
}

/** `GET /voices/{id}` */
export function getVoice({ params, account }: Call): Answer {
	return jsonAnswer(200, findVoice(params['id'] ?? '', account).voice);
}

/** `POST /voices/batch`. What happens to unknown ids is not documented; here they are left out. */
export function getVoicesBatch({ body: wanted, account }: Call): Answer {
	const { voice_ids: ids } = wanted as { voice_ids: string[] };
	const known = new Map(voicesOf(account).map(({ voice }) => [voice.voice_id, voice]));
	return jsonAnswer(
		200,
		ids.flatMap((id) => known.get(id) ?? []),
	);
}

/** Fields of the contract's update. */
const UPDATABLE = ['name', 'description', 'gender', 'style', 'accent'] as const;

/** `PUT /voices/{id}` */
export function updateVoice({ params, body: wanted, account }: Call): Answer {
	const { voice } = findVoice(params['id'] ?? '', account);
	const changes = wanted as Partial<Voice>;
	const allowed = new Set<string>(voice.voice_type === 'CUSTOM' ? UPDATABLE : []);
	const refused = Object.keys(changes).filter((field) => !allowed.has(field));
	if (refused.length > 0) {
		const reason = voice.voice_type === 'CUSTOM' ? '' : ': it is a predefined voice';
		throw fieldNotAllowed(`${refused.join(', ')} of voice ${voice.voice_id} cannot be updated${reason}`);
	}
	Object.assign(voice, changes, { updated_at: new Date().toISOString() });
	return account?.settings.updateAnswer === '200' ? jsonAnswer(200, voice) : emptyAnswer(204);
}

/** `DELETE /voices/{id}`. For a predefined voice no other error than this one is documented. */
export function deleteVoice({ params, account }: Call): Answer {
	const id = params['id'] ?? '';
	const own = ownVoices(account);
	const index = own.findIndex(({ voice }) => voice.voice_id === id);
	if (index < 0) throw voiceNotFound(id);
	own.splice(index, 1);
	return emptyAnswer(204);
}
