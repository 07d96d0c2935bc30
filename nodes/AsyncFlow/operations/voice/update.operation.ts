import type { INodeProperties } from 'n8n-workflow';

import { InputError } from '../../../shared/http/errors';
import { namesOf, optionsCollection } from '../../../shared/operation/options';
import type { Operation } from '../../../shared/operation/registry';
import { updateVoice } from '../../api';
import { traitFields, voiceField, voiceItem } from '../fields';

const updateFields: readonly INodeProperties[] = [
	...traitFields,
	{
		displayName: 'Name',
		name: 'name',
		type: 'string',
		default: '',
		placeholder: 'e.g. Narrator',
		description: 'Name of the voice',
	},
];

export const update: Operation = {
	name: 'Update',
	action: 'Update voice',
	description: 'Change what a cloned voice is called and how it is described',
	properties: [
		voiceField('The voice to change, one that you cloned'),
		{
			displayName: 'Update Fields',
			name: 'updateFields',
			type: 'collection',
			placeholder: 'Add field',
			default: {},
			options: [...updateFields],
		},
		optionsCollection(),
	],

	async execute(item) {
		const { parameters } = item;
		const voiceId = parameters.locator('voiceId', 'Voice');
		const fields = parameters.setTexts('updateFields', namesOf(updateFields));
		if (Object.keys(fields).length === 0) {
			throw new InputError('There is nothing to change', 'Add at least one field under Update Fields');
		}
		// The newer API answers with no content, the older with the voice.
		const voice = await updateVoice(item, voiceId, fields);
		return [voiceItem(voice ?? { voice_id: voiceId, ...fields })];
	},
};
