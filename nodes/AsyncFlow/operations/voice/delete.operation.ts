import { optionsField } from '../../../shared/operation/options';
import { defineOperation } from '../../../shared/operation/registry';
import { deleteVoice } from '../../api';
import { voiceField } from '../fields';

export const remove = defineOperation({
	name: 'Delete',
	action: 'Delete voice',
	description: 'Delete a cloned voice permanently',
	fields: { voiceId: voiceField('Voice to delete: one that you cloned'), options: optionsField({}) },

	async execute(item, { voiceId }) {
		await deleteVoice(item, voiceId);
		return [{ json: { deleted: true, voiceId } }];
	},
});
