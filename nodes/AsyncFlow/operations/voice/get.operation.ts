import { optionsCollection } from '../../../shared/operation/options';
import type { Operation } from '../../../shared/operation/registry';
import { getVoice } from '../../api';
import { voiceField, voiceItem } from '../fields';

export const get: Operation = {
	name: 'Get',
	action: 'Get voice',
	description: 'Get what the provider knows about a voice',
	properties: [voiceField('The voice to get'), optionsCollection()],

	async execute(item) {
		const voiceId = item.parameters.locator('voiceId', 'Voice');
		return [voiceItem(await getVoice(item, voiceId))];
	},
};
