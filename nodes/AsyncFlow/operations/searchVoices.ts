import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { toNodeError } from '../../shared/items/nodeErrors';
import { connect } from '../../shared/operation/connect';
import type { Voice } from '../api';
import { asyncFlow, listVoices } from '../api';

/** The provider cannot search by name, so pages are read until so many voices match. */
const ENOUGH_MATCHES = 20;
const MOST_PAGES = 10;
const LIMITS = { timeoutMs: 30_000, maxRetries: 2 };

/** Lists the voices of the account for the voice field, page by page. */
export async function searchVoices(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	try {
		const connection = await connect(this, asyncFlow, 1);
		const call = { connection, limits: LIMITS, usage: { requests: 0, retries: 0 } };
		const found: Voice[] = [];
		let after = paginationToken;
		for (let page = 0; page < MOST_PAGES; page += 1) {
			const { voices, next } = await listVoices(call, after);
			found.push(...voices.filter((voice) => matches(voice, filter)));
			after = next;
			if (next === undefined || filter === undefined || found.length >= ENOUGH_MATCHES) break;
		}
		return {
			results: found.map((voice) => ({ name: label(voice), value: voice.id })),
			...(after !== undefined && { paginationToken: after }),
		};
	} catch (error) {
		throw toNodeError(error, { node: this.getNode(), name: 'AsyncFlow, list of voices' });
	}
}

/** Every word of the filter must occur somewhere in the label or the id. */
function matches(voice: Voice, filter = ''): boolean {
	const haystack = `${label(voice)} ${voice.id}`.toLowerCase();
	return filter
		.toLowerCase()
		.split(/\s+/)
		.every((word) => haystack.includes(word));
}

function label({ name, gender, language, isOwn }: Voice): string {
	const traits = [isOwn ? 'own voice' : undefined, gender?.toLowerCase(), language].filter(
		(trait) => trait !== undefined,
	);
	return traits.length === 0 ? name : `${name} (${traits.join(', ')})`;
}
