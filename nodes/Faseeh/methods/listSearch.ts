import type { ILoadOptionsFunctions, INodeListSearchItems, INodeListSearchResult } from 'n8n-workflow';

import type { Call } from '../../shared/http/types';
import { toNodeError } from '../../shared/items/toNodeError';
import { listCall, matches } from '../../shared/methods/listSearch';
import type { Entry } from '../api';
import { listModels, listVoices } from '../api';
import { faseeh } from '../provider';

/** Lists the models for the model field. */
export async function searchModels(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return await search(this, 'models', listModels, toModelItem, filter);
}

/** Lists the voices of the account for the voice field. */
export async function searchVoices(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return await search(this, 'voices', listVoices, toVoiceItem, filter);
}

/** The provider gives a list whole and cannot search it. */
async function search(
	context: ILoadOptionsFunctions,
	what: string,
	load: (call: Call) => Promise<readonly Entry[]>,
	toItem: (entry: Entry) => INodeListSearchItems,
	filter = '',
): Promise<INodeListSearchResult> {
	try {
		const entries = await load(await listCall(context, faseeh));
		const items = entries.map(toItem).filter(({ value }) => value !== '');
		return { results: items.filter((item) => matches(item, filter)) };
	} catch (error) {
		throw toNodeError(error, {
			node: context.getNode(),
			provider: faseeh.displayName,
			action: `list of ${what}`,
		});
	}
}

function toModelItem(model: Entry): INodeListSearchItems {
	const value = textsIn(model.model_id)[0] ?? '';
	const { cost } = model;
	// Without an exponent: the cost of a single character is 0.00005.
	const price = typeof cost === 'number' ? [`$${Number((cost * 1000).toFixed(6))} for 1000 characters`] : [];
	return { name: labelled(textsIn(model.model_name)[0] ?? value, price), value };
}

function toVoiceItem(voice: Entry): INodeListSearchItems {
	const value = textsIn(voice.voice_id)[0] ?? '';
	const traits = ['gender', 'age', 'dialect', 'languages'].flatMap((key) => textsIn(voice[key]));
	return { name: labelled(textsIn(voice.name)[0] ?? value, traits), value };
}

const labelled = (name: string, traits: readonly string[]): string =>
	traits.length === 0 ? name : `${name} (${traits.join(', ')})`;

/** A text, or those in a list. */
function textsIn(value: unknown): string[] {
	const values: unknown[] = Array.isArray(value) ? value : [value];
	return values.filter((entry) => typeof entry === 'string').filter((entry) => entry !== '');
}
