import type { INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { isRecord } from '../../shared/http/json';
import { jsonItem } from '../../shared/items/output';
import { voiceIdOf } from '../api';

/** The voice, from a searchable list or by its ID. */
export function voiceField(description: string): INodeProperties {
	return {
		displayName: 'Voice',
		name: 'voiceId',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		description,
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod: 'searchVoices', searchable: true },
			},
			{
				displayName: 'By ID',
				name: 'id',
				type: 'string',
				placeholder: 'e.g. e0f39dc4-f691-4e78-bba5-5c636692cc04',
			},
		],
	};
}

export const GENDERS = ['Male', 'Female', 'Neutral', 'Unspecified'].map((value) => ({ name: value, value }));

/** What can be said of a cloned voice; the names are those of the wire. */
export const traitFields: readonly INodeProperties[] = [
	{
		displayName: 'Accent',
		name: 'accent',
		type: 'string',
		default: '',
		placeholder: 'e.g. British',
		description: 'Accent of the voice',
	},
	{
		displayName: 'Description',
		name: 'description',
		type: 'string',
		default: '',
		placeholder: 'e.g. Warm, for audio books',
		description: 'Description of the voice',
	},
	{
		displayName: 'Gender',
		name: 'gender',
		type: 'options',
		options: GENDERS,
		default: 'Unspecified',
		description: 'Gender of the voice',
	},
	{
		displayName: 'Style',
		name: 'style',
		type: 'string',
		default: '',
		placeholder: 'e.g. Calm, Narration',
		description: 'Styles of the voice, separated by commas',
	},
];

/** A voice as output: as the provider describes it, and with its ID under the name that all outputs have for it. */
export function voiceItem(voice: unknown): INodeExecutionData {
	if (!isRecord(voice)) return jsonItem(voice);
	const voiceId = voiceIdOf(voice);
	return jsonItem({ ...(voiceId !== undefined && { voiceId }), ...voice });
}
