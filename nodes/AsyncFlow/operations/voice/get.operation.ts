import { optionsField } from '../../../shared/operation/options';
import { defineOperation } from '../../../shared/operation/registry';
import { getVoice } from '../../api';
import { voiceField, voiceItem } from '../fields';

export const get = defineOperation({
	name: 'Get',
	action: 'Get voice',
	description: 'Get the details of a voice',
	fields: { voiceId: voiceField('Voice to get'), options: optionsField({}) },

	async execute(item, { voiceId }) {
		return [voiceItem(await getVoice(item, voiceId))];
	},
});
