import { storeWhole } from '../../../shared/binary/storeWhole';
import { audioSource } from '../../../shared/http/body';
import { audioItem } from '../../../shared/items/output';
import { outputField } from '../../../shared/operation/commonFields';
import { fileNameOption, optionsField } from '../../../shared/operation/options';
import { defineOperation } from '../../../shared/operation/registry';
import { downloadPreview } from '../../api';
import { voiceField } from '../fields';

export const getPreview = defineOperation({
	name: 'Get Preview',
	action: 'Get voice preview',
	description: 'Get a short recording of a voice',
	fields: {
		voiceId: voiceField('Voice to listen to'),
		binaryPropertyOutput: outputField,
		options: optionsField(fileNameOption('preview')),
	},

	async execute(item, { voiceId, binaryPropertyOutput, options }) {
		const { fileName } = options;
		const stored = await downloadPreview(
			item,
			voiceId,
			async (storage, response) =>
				await storeWhole(item.context, storage, audioSource(storage, response), { fileName }),
		);
		return [audioItem(item, binaryPropertyOutput, stored, { voiceId })];
	},
});
