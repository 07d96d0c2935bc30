import type { INodeExecutionData } from 'n8n-workflow';

import type { Parameters } from '../../../shared/fields/parameters';
import { limitFields, readLimit } from '../../../shared/operation/commonFields';
import { optionsCollection } from '../../../shared/operation/options';
import type { Operation } from '../../../shared/operation/registry';
import type { VoiceFilters } from '../../api';
import { eachVoice } from '../../api';
import { LANGUAGES, MODELS } from '../../models';
import { GENDERS, voiceItem } from '../fields';

export const getMany: Operation = {
	name: 'Get Many',
	action: 'Get many voices',
	description: 'List the voices of the provider and your own',
	properties: [
		...limitFields,
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add filter',
			default: {},
			options: [
				{
					displayName: 'Accent',
					name: 'accent',
					type: 'string',
					default: '',
					placeholder: 'e.g. British',
					description: 'Only voices with this accent',
				},
				{
					displayName: 'Gender',
					name: 'gender',
					type: 'options',
					options: GENDERS,
					default: 'Female',
					description: 'Only voices of this gender',
				},
				{
					displayName: 'Language',
					name: 'language',
					type: 'options',
					options: [...LANGUAGES],
					default: 'en',
					description: 'Only voices that speak this language',
				},
				{
					displayName: 'Model',
					name: 'modelId',
					type: 'options',
					options: MODELS.map(({ id, name }) => ({ name, value: id })),
					default: 'asyncflow_v2.0',
					description: 'Only voices that this model can use',
				},
				{
					displayName: 'My Voices Only',
					name: 'myVoicesOnly',
					type: 'boolean',
					default: true,
					description: 'Whether to leave out the voices of the provider',
				},
				{
					displayName: 'Style',
					name: 'style',
					type: 'string',
					default: '',
					placeholder: 'e.g. Calm',
					description: 'Only voices of this style',
				},
			],
		},
		optionsCollection(),
	],

	async execute(item) {
		const { parameters } = item;
		const voices = eachVoice(item, readFilters(parameters), readLimit(parameters));
		const items: INodeExecutionData[] = [];
		for await (const voice of voices) items.push(voiceItem(voice));
		return items;
	},
};

function readFilters(parameters: Parameters): VoiceFilters {
	const myVoice = parameters.optionalFlag('filters.myVoicesOnly', 'My Voices Only');
	return {
		...parameters.setTexts('filters', {
			gender: 'gender',
			language: 'language',
			accent: 'accent',
			style: 'style',
			modelId: 'model_id',
		}),
		...(myVoice !== undefined && { my_voice: myVoice }),
	};
}
