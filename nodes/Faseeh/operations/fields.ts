import type { INodeProperties } from 'n8n-workflow';

import { joinAsWav } from '../../shared/audio/joinAsWav';
import type { Join } from '../../shared/binary/joinStored';
import type { Parameters } from '../../shared/fields/parameters';

/** The voice, from a searchable list or by its ID. */
export const voiceField: INodeProperties = {
	displayName: 'Voice',
	name: 'voiceId',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'The voice that speaks: one of the provider, or one that you cloned',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod: 'searchVoices', searchable: true },
		},
		{ displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. ar-najdi-male-2' },
	],
};

/** The model. The only default that the documentation names is that of its page "WebSocket". */
export const modelField: INodeProperties = {
	displayName: 'Model',
	name: 'modelId',
	type: 'resourceLocator',
	default: { mode: 'list', value: 'faseeh-mini-v1-preview' },
	required: true,
	description: 'The model that speaks. What it costs stands in the list.',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod: 'searchModels', searchable: true },
		},
		{ displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. faseeh-v1-preview' },
	],
};

/** Required by the provider, which documents no default; its own clients use 0.5. */
export const stabilityField: INodeProperties = {
	displayName: 'Stability',
	name: 'stability',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 1, numberPrecision: 2 },
	default: 0.5,
	required: true,
	description: 'How even to speak, from 0 (lively) to 1 (steady)',
};

export const readStability = (parameters: Parameters): number =>
	parameters.number('stability', 'Stability', { min: 0, max: 1 });

export const containerField: INodeProperties = {
	displayName: 'Container',
	name: 'container',
	type: 'options',
	options: [
		{
			name: 'Raw',
			value: 'raw',
			description: 'Samples without a header, as they came: 16-bit mono at 24,000 Hz',
		},
		{ name: 'WAV', value: 'wav', description: 'The same samples in a file that plays everywhere' },
	],
	default: 'wav',
	description: 'What to make of the samples that the provider streams',
};

/** How streamed audio becomes a file; `undefined` when it is to stay as it came. */
export function readContainer(parameters: Parameters): Join | undefined {
	return parameters.choice('container', 'Container', ['wav', 'raw']) === 'wav' ? joinAsWav : undefined;
}

export const speedOption: INodeProperties = {
	displayName: 'Speed',
	name: 'speed',
	type: 'number',
	typeOptions: { minValue: 0.7, maxValue: 1.2, numberPrecision: 2 },
	default: 1,
	description: 'How fast to speak, from 0.7 to 1.2',
};

export const readSpeed = (parameters: Parameters): number | undefined =>
	parameters.optionalNumber('options.speed', 'Speed', { min: 0.7, max: 1.2 });
