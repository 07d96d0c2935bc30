import { audioItem } from '../../../shared/items/output';
import { outputField } from '../../../shared/operation/commonFields';
import {
	LINK_OPTIONS,
	optionsCollection,
	repeatUncertainAlwaysOption,
} from '../../../shared/operation/options';
import type { Operation } from '../../../shared/operation/registry';
import { containerField, modelField, speedOption } from '../fields';
import { makePreview, previewTextField, readPreview, sampleField, similarityField } from './previewFields';

export const preview: Operation = {
	name: 'Preview',
	action: 'Preview voice of sample',
	description: 'Hear a text in the voice of a sample before you clone it',
	properties: [
		sampleField,
		previewTextField,
		similarityField,
		modelField,
		containerField,
		outputField,
		optionsCollection([speedOption], LINK_OPTIONS, [repeatUncertainAlwaysOption]),
	],

	async execute(item) {
		const request = await readPreview(item);
		const stored = await makePreview(item, request);
		const { binaryProperty, modelId, text } = request;
		return [audioItem(item, binaryProperty, stored, { modelId, text })];
	},
};
