import type { ILoadOptionsFunctions, INodeListSearchItems, INodeListSearchResult } from 'n8n-workflow';

import { listLabel, matches, searchList } from '../../shared/methods/listSearch';
import type { Entry } from '../api';
import { listModels, listVoices } from '../api';
import { faseeh } from '../provider';

/** Lists the models for the model field. The provider returns the whole list and cannot search it. */
export async function searchModels(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return await searchList(this, faseeh, 'models', async (call) => {
		const models = (await listModels(call)).map(toModelItem);
		return { results: models.filter((item) => matches(item, filter)) };
	});
}

/** Lists the voices of the account for the voice field. */
export async function searchVoices(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return await searchList(this, faseeh, 'voices', async (call) => {
		const voices = (await listVoices(call)).map(toVoiceItem);
		return { results: voices.filter((item) => matches(item, filter)) };
	});
}

function toModelItem(model: Entry): INodeListSearchItems {
	const value = textsIn(model.model_id)[0] ?? '';
	const { cost } = model;
	// Without an exponent: the cost of a single character is 0.00005.
	const price = typeof cost === 'number' ? [`$${Number((cost * 1000).toFixed(6))} per 1,000 characters`] : [];
	return { name: listLabel(textsIn(model.model_name)[0] ?? value, price), value };
}

function toVoiceItem(voice: Entry): INodeListSearchItems {
	const value = textsIn(voice.voice_id)[0] ?? '';
	const traits = ['gender', 'age', 'dialect', 'languages'].flatMap((key) => textsIn(voice[key]));
	return { name: listLabel(textsIn(voice.name)[0] ?? value, traits), value };
}

/** A text, or those in a list. */
function textsIn(value: unknown): string[] {
	const values: unknown[] = Array.isArray(value) ? value : [value];
	return values.filter((entry) => typeof entry === 'string').filter((entry) => entry !== '');
}
