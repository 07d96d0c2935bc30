import { outputField } from '../../../shared/operation/fields';
import { LINK_OPTIONS, optionsCollection } from '../../../shared/operation/options';
import { audioItem } from '../../../shared/operation/output';
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
		optionsCollection([speedOption], LINK_OPTIONS),
	],

	async execute(call) {
		const request = await readPreview(call);
		const stored = await makePreview(call, request);
		const { binaryProperty, modelId, text } = request;
		return [audioItem(call, 'preview', binaryProperty, stored, { modelId, text })];
	},
};
