import { optionsCollection } from '../../../shared/operation/options';
import { Parameters } from '../../../shared/operation/parameters';
import type { Operation } from '../../../shared/operation/registry';
import { deleteVoice } from '../../api';
import { voiceField } from '../fields';

export const remove: Operation = {
	name: 'Delete',
	action: 'Delete voice',
	description: 'Delete a cloned voice for good',
	properties: [voiceField('The voice to delete, one that you cloned'), optionsCollection()],

	async execute(call) {
		const voiceId = new Parameters(call).locator('voiceId', 'Voice');
		await deleteVoice(call, voiceId);
		return [{ json: { deleted: true, voiceId } }];
	},
};
