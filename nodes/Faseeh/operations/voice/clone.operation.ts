import type { INodeProperties } from 'n8n-workflow';

import { readSample } from '../../../shared/items/readSample';
import { textField } from '../../../shared/operation/fields';
import { optionsCollection } from '../../../shared/operation/options';
import { jsonItem } from '../../../shared/operation/output';
import { Parameters } from '../../../shared/operation/parameters';
import type { Operation } from '../../../shared/operation/registry';
import { cloneVoice } from '../../api';
import { modelField, stabilityField } from '../fields';
import { additionalFields, cloneForm, nameField, readVoiceFields } from './cloneFields';
import { SAMPLE } from './previewFields';

const previewFileField: INodeProperties = {
	displayName: 'Preview Data Field Name',
	name: 'voiceBinaryPropertyName',
	type: 'string',
	default: 'preview',
	required: true,
	hint: 'The name of the input field with the audio that Preview made',
};

const referenceField: INodeProperties = {
	displayName: 'Sample Data Field Name',
	name: 'referenceBinaryPropertyName',
	type: 'string',
	default: 'data',
	required: true,
	hint: 'The name of the input field with the sample that the preview was made of',
};

export const clone: Operation = {
	name: 'Clone',
	action: 'Clone voice',
	description: 'Make a voice of your own from a preview and its sample',
	properties: [
		previewFileField,
		referenceField,
		textField('What the preview says, word for word'),
		stabilityField,
		nameField,
		modelField,
		additionalFields,
		optionsCollection(),
	],

	async execute(call) {
		const parameters = new Parameters(call);
		const text = parameters.text('text', 'Text');
		const fields = readVoiceFields(call);
		const read = async (name: string, label: string) =>
			await readSample(call, parameters.text(name, label), SAMPLE);
		const preview = await read('voiceBinaryPropertyName', 'Preview Data Field Name');
		const sample = await read('referenceBinaryPropertyName', 'Sample Data Field Name');
		return [jsonItem(await cloneVoice(call, cloneForm(preview, sample, text, fields)))];
	},
};
