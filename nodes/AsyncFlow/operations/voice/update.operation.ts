import { collection } from '../../../shared/fields/collection';
import { toWire } from '../../../shared/fields/field';
import { InputError } from '../../../shared/http/errors';
import { voiceNameField } from '../../../shared/operation/commonFields';
import { optionsField } from '../../../shared/operation/options';
import { defineOperation } from '../../../shared/operation/registry';
import { updateVoice } from '../../api';
import { traitFields, voiceField, voiceItem } from '../fields';

const updateFields = collection({
	label: 'Update Fields',
	placeholder: 'Add field',
	fields: {
		...traitFields,
		name: voiceNameField.describedAs('Name of the voice').sentIfSet('name'),
	},
});

export const update = defineOperation({
	name: 'Update',
	action: 'Update voice',
	description: 'Update the name and details of a cloned voice',
	fields: {
		voiceId: voiceField('Voice to change: one that you cloned'),
		updateFields,
		options: optionsField({}),
	},

	async execute(item, { voiceId, ...values }) {
		const changes = toWire(updateFields.fields, values.updateFields);
		if (Object.keys(changes).length === 0) {
			throw new InputError('There is nothing to change', 'Add at least one field under Update Fields');
		}
		// The newer API answers with no content, the older with the voice.
		const voice = await updateVoice(item, voiceId, changes);
		return [voiceItem(voice ?? { voice_id: voiceId, ...changes })];
	},
});
