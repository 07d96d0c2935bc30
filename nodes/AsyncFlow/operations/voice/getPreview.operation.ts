import { storeWhole } from '../../../shared/binary/storeWhole';
import { audioSource } from '../../../shared/http/body';
import { audioItem } from '../../../shared/items/output';
import { outputField } from '../../../shared/operation/commonFields';
import { AUDIO_OPTIONS, optionsCollection } from '../../../shared/operation/options';
import type { Operation } from '../../../shared/operation/registry';
import { downloadPreview } from '../../api';
import { voiceField } from '../fields';

export const getPreview: Operation = {
	name: 'Get Preview',
	action: 'Get voice preview',
	description: 'Get a short recording of a voice',
	properties: [voiceField('The voice to listen to'), outputField, optionsCollection(AUDIO_OPTIONS)],

	async execute(item) {
		const { parameters } = item;
		const voiceId = parameters.locator('voiceId', 'Voice');
		const binaryProperty = parameters.text('binaryPropertyOutput', 'Put Output in Field');
		const fileName = parameters.optionalText('options.fileName', 'File Name') ?? 'preview';
		const stored = await downloadPreview(
			item,
			voiceId,
			async (storage, response) =>
				await storeWhole(item.context, storage, audioSource(storage, response), { fileName }),
		);
		return [audioItem(item, binaryProperty, stored, { voiceId })];
	},
};
