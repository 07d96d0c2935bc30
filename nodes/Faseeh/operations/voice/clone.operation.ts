import { readSample } from '../../../shared/binary/readSample';
import { text } from '../../../shared/fields/kinds';
import { InputError } from '../../../shared/http/errors';
import { jsonItem } from '../../../shared/items/output';
import { textField } from '../../../shared/operation/commonFields';
import { optionsField, repeatCreation } from '../../../shared/operation/options';
import { defineOperation } from '../../../shared/operation/registry';
import { cloneVoice } from '../../api';
import { SAMPLE } from './previewFields';
import { voiceFields, voiceOf } from './voiceFields';

export const clone = defineOperation({
	name: 'Clone',
	action: 'Clone voice',
	description: 'Create a voice from a preview and its sample',
	fields: {
		voiceBinaryPropertyName: text({
			label: 'Preview Data Field Name',
			default: 'preview',
			hint: 'The name of the input field with the audio from Preview. It must be in the same item as the sample (Merge by position).',
		}),
		referenceBinaryPropertyName: text({
			label: 'Sample Data Field Name',
			default: 'data',
			hint: 'The name of the input field with the sample that the preview was made from',
		}),
		text: textField('Text of the preview, word for word'),
		...voiceFields,
		options: optionsField(repeatCreation),
	},

	async execute(item, values) {
		const { voiceBinaryPropertyName: previewField, referenceBinaryPropertyName: sampleField } = values;
		if (previewField === sampleField) throw sameField(previewField);
		const preview = await readSample(item, previewField, SAMPLE);
		const sample = await readSample(item, sampleField, SAMPLE);
		const voice = await cloneVoice(item, { preview, sample, text: values.text, ...voiceOf(values) });
		const voiceId = String(voice.voice_id);
		item.ledger.keepId('voiceId', voiceId);
		return [jsonItem({ voiceId, ...voice })];
	},
});

function sameField(field: string): InputError {
	return new InputError(
		`The preview and the sample cannot both be in the field ${field}`,
		'Enter another name in Put Output in Field of Preview, and combine its output with the sample by position in a Merge node',
	);
}
