import { audioItem } from '../../../shared/items/output';
import { optionsField } from '../../../shared/operation/options';
import { defineOperation } from '../../../shared/operation/registry';
import { modelField } from '../fields';
import {
	makePreview,
	previewFields,
	previewOptions,
	previewOutputFields,
	readPreviewSample,
} from './previewFields';

export const preview = defineOperation({
	name: 'Preview',
	action: 'Preview voice of sample',
	description: 'Listen to a text in the voice of a sample before you clone it',
	fields: {
		...previewFields,
		modelId: modelField,
		...previewOutputFields,
		options: optionsField(previewOptions),
	},

	async execute(item, values) {
		const sample = await readPreviewSample(item, values);
		const stored = await makePreview(item, values, sample);
		const { binaryPropertyOutput, modelId, text } = values;
		return [audioItem(item, binaryPropertyOutput, stored, { modelId, text })];
	},
});
