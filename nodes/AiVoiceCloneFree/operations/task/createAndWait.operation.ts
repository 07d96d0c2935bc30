import { choice } from '../../../shared/fields/kinds';
import { outputField, textField } from '../../../shared/operation/commonFields';
import { audioOptions, optionsField, repeatCreation } from '../../../shared/operation/options';
import { defineOperation } from '../../../shared/operation/registry';
import { signedCallbackUrl } from '../../webhook/callbackUrl';
import { parkForTask } from '../../webhook/parkForTask';
import { callbackUrlOption, readTaskRequest, voiceOptions, voiceSampleField, waitingFields } from '../fields';
import { synthesizeAsTask } from '../waitForTask';

export const createAndWait = defineOperation({
	name: 'Create and Wait',
	action: 'Create task and wait',
	description: 'Convert a long text to speech in the voice of a sample, and continue when the audio is ready',
	fields: {
		binaryPropertyName: voiceSampleField,
		text: textField("Text to speak in the sample's voice, at least 1000 characters"),
		waitMode: choice({
			label: 'Wait Mode',
			choices: [
				{
					name: 'Callback',
					value: 'callback',
					description:
						'Park the execution until the provider calls back, which frees the worker. Supports one item only.',
				},
				{
					name: 'Poll',
					value: 'poll',
					description: 'Check the task status at an interval. Supports multiple items.',
				},
			],
			default: 'poll',
			description: 'How to wait for completion',
		}),
		pollInterval: waitingFields.pollInterval.showIf({ waitMode: ['poll'] }).orDefault(),
		maxWait: waitingFields.maxWait,
		binaryPropertyOutput: outputField,
		options: optionsField({
			...voiceOptions,
			...audioOptions('speech'),
			callbackUrl: callbackUrlOption.showIf({ '/waitMode': ['poll'] }),
			...repeatCreation,
		}),
	},

	async execute(item, values) {
		const { options, binaryPropertyOutput: binaryProperty } = values;
		if (values.waitMode === 'callback') {
			return [await parkForTask(item, async () => await readTaskRequest(item, values), values.maxWait)];
		}
		const callbackUrl = signedCallbackUrl(item, options.callbackUrl);
		const { form, text } = await readTaskRequest(item, values);
		const output = { text, binaryProperty, file: { fileName: options.fileName } };
		return [await synthesizeAsTask(item, form(text, callbackUrl), output, values)];
	},
});
