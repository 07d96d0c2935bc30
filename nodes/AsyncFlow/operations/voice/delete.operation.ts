import { optionsCollection } from '../../../shared/operation/options';
import type { Operation } from '../../../shared/operation/registry';
import { deleteVoice } from '../../api';
import { voiceField } from '../fields';

export const remove: Operation = {
	name: 'Delete',
	action: 'Delete voice',
	description: 'Delete a cloned voice for good',
	properties: [voiceField('The voice to delete, one that you cloned'), optionsCollection()],

	async execute(item) {
		const voiceId = item.parameters.locator('voiceId', 'Voice');
		await deleteVoice(item, voiceId);
		return [{ json: { deleted: true, voiceId } }];
	},
};
