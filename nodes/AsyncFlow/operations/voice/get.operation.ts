import { optionsCollection } from '../../../shared/operation/options';
import { jsonItem } from '../../../shared/operation/output';
import { Parameters } from '../../../shared/operation/parameters';
import type { Operation } from '../../../shared/operation/registry';
import { getVoice } from '../../api';
import { voiceField } from '../fields';

export const get: Operation = {
	name: 'Get',
	action: 'Get voice',
	description: 'Get what the provider knows about a voice',
	properties: [voiceField('The voice to get'), optionsCollection()],

	async execute(call) {
		const voiceId = new Parameters(call).locator('voiceId', 'Voice');
		return [jsonItem(await getVoice(call, voiceId))];
	},
};
