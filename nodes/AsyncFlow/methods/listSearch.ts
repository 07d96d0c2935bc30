import type { ILoadOptionsFunctions, INodeListSearchItems, INodeListSearchResult } from 'n8n-workflow';

import { listLabel, matches, searchList } from '../../shared/methods/listSearch';
import type { Voice } from '../api';
import { listVoices, voiceIdOf } from '../api';
import { asyncFlow } from '../provider';

/** The provider cannot search by name, so pages are read until this many voices match. */
const MIN_MATCHES = 20;
/** Pages to read once a voice matches. */
const MAX_PAGES = 10;
/** Pages to read until one does: an empty list in the editor has no way to load more. */
const MAX_PAGES_WITHOUT_MATCH = 100;

/** Lists the voices of the account for the voice field, page by page. */
export async function searchVoices(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await searchList(this, asyncFlow, 'voices', async (call) => {
		const results: INodeListSearchItems[] = [];
		let after = paginationToken;
		for (let page = 1; ; page += 1) {
			const { voices, next } = await listVoices(call, {}, after);
			results.push(...voices.map(toListItem).filter((item) => matches(item, filter)));
			after = next;
			if (next === undefined || filter === undefined || results.length >= MIN_MATCHES) break;
			if (page >= (results.length > 0 ? MAX_PAGES : MAX_PAGES_WITHOUT_MATCH)) break;
		}
		return { results, ...(after !== undefined && { paginationToken: after }) };
	});
}

/** The older shape of a voice has `id` and `my_voice`, the newer `voice_id` and `voice_type`. */
function toListItem(voice: Voice): INodeListSearchItems {
	const text = (key: string) => {
		const value = voice[key];
		return typeof value === 'string' && value !== '' ? value : undefined;
	};
	const value = voiceIdOf(voice) ?? '';
	const isOwn = voice.voice_type === 'CUSTOM' || voice.my_voice === true;
	const traits = [isOwn ? 'own voice' : undefined, text('gender')?.toLowerCase(), text('language')];
	const name = text('name') ?? value;
	return {
		name: listLabel(
			name,
			traits.filter((trait) => trait !== undefined),
		),
		value,
	};
}
