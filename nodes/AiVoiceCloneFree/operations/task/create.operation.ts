import { jsonItem } from '../../../shared/items/output';
import { textField } from '../../../shared/operation/commonFields';
import { optionsField, repeatCreation } from '../../../shared/operation/options';
import { defineOperation } from '../../../shared/operation/registry';
import { createTask } from '../../api';
import { signedCallbackUrl } from '../../webhook/callbackUrl';
import { callbackUrlOption, readTaskRequest, voiceOptions, voiceSampleField } from '../fields';

export const create = defineOperation({
	name: 'Create',
	action: 'Create task',
	description: 'Convert a long text to speech in the voice of a sample, without waiting for it',
	fields: {
		binaryPropertyName: voiceSampleField,
		text: textField("Text to speak in the sample's voice, at least 1000 characters"),
		options: optionsField({ ...voiceOptions, callbackUrl: callbackUrlOption, ...repeatCreation }),
	},

	async execute(item, values) {
		const callbackUrl = signedCallbackUrl(item, values.options.callbackUrl);
		const { form, text } = await readTaskRequest(item, values);
		const { id: taskId, response: answer } = await createTask(item, form(text, callbackUrl));
		item.ledger.keepId('taskId', taskId);
		return [jsonItem({ taskId, ...answer })];
	},
});
