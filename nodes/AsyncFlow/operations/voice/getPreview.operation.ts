import { audioSource } from '../../../shared/http/body';
import { storeAudio } from '../../../shared/items/storeAudio';
import { outputField } from '../../../shared/operation/fields';
import { AUDIO_OPTIONS, optionsCollection } from '../../../shared/operation/options';
import { audioItem } from '../../../shared/operation/output';
import { Parameters } from '../../../shared/operation/parameters';
import type { Operation } from '../../../shared/operation/registry';
import { downloadPreview } from '../../api';
import { voiceField } from '../fields';

export const getPreview: Operation = {
	name: 'Get Preview',
	action: 'Get voice preview',
	description: 'Get a short recording of a voice',
	properties: [voiceField('The voice to listen to'), outputField, optionsCollection(AUDIO_OPTIONS)],

	async execute(call) {
		const parameters = new Parameters(call);
		const voiceId = parameters.locator('voiceId', 'Voice');
		const binaryProperty = parameters.text('binaryPropertyOutput', 'Put Output in Field');
		const fileName = parameters.optionalText('options.fileName') ?? 'preview';
		const stored = await downloadPreview(
			call,
			voiceId,
			async (storage, response) =>
				await storeAudio(call.context, storage, audioSource(storage, response), { fileName }),
		);
		return [audioItem(call, 'getPreview', binaryProperty, stored, { voiceId })];
	},
};
