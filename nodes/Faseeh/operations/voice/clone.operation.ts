import type { INodeProperties } from 'n8n-workflow';

import { readSample } from '../../../shared/binary/readSample';
import { InputError } from '../../../shared/http/errors';
import { jsonItem } from '../../../shared/items/output';
import { textField } from '../../../shared/operation/commonFields';
import { optionsCollection, repeatUncertainAlwaysOption } from '../../../shared/operation/options';
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
	hint: 'The name of the input field with the audio that Preview made; it must be in the same item as the sample (Merge by position)',
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
		optionsCollection([repeatUncertainAlwaysOption]),
	],

	async execute(item) {
		const { parameters } = item;
		const text = parameters.text('text', 'Text');
		const fields = readVoiceFields(item);
		const previewField = parameters.text('voiceBinaryPropertyName', 'Preview Data Field Name');
		const sampleField = parameters.text('referenceBinaryPropertyName', 'Sample Data Field Name');
		if (previewField === sampleField) throw sameField(previewField);
		const preview = await readSample(item, previewField, SAMPLE);
		const sample = await readSample(item, sampleField, SAMPLE);
		const voice = await cloneVoice(item, cloneForm(preview, sample, text, fields));
		const voiceId = String(voice.voice_id);
		item.ledger.keepId('voiceId', voiceId);
		return [jsonItem({ voiceId, ...voice })];
	},
};

function sameField(field: string): InputError {
	return new InputError(
		`The preview and the sample cannot both be the field ${field}`,
		'Have Preview put its audio into another field, and merge it with the item of the sample by position',
	);
}
