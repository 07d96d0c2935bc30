import type { INodeProperties } from 'n8n-workflow';

import { jsonItem } from '../../../shared/items/output';
import { textField } from '../../../shared/operation/commonFields';
import { optionsCollection, repeatUncertainAlwaysOption } from '../../../shared/operation/options';
import type { Operation } from '../../../shared/operation/registry';
import { createTask } from '../../api';
import { readCallbackUrl } from '../../webhook/callbackUrl';
import { readTaskRequest, sampleField, voiceOptions } from '../fields';

export const callbackUrlOption: INodeProperties = {
	displayName: 'Callback URL',
	name: 'callbackUrl',
	type: 'string',
	default: '',
	placeholder: 'e.g. https://n8n.example.com/webhook/…',
	description:
		'Where the provider reports that the task is completed or has failed. Put the production URL of the AI Voice Clone Free Trigger here.',
};

export const create: Operation = {
	name: 'Create',
	action: 'Create task',
	description: 'Have a long text spoken in the voice of a sample, without waiting for it',
	properties: [
		sampleField,
		textField('What to say in the voice of the sample, at least 1000 characters'),
		optionsCollection(voiceOptions, [callbackUrlOption, repeatUncertainAlwaysOption]),
	],

	async execute(item) {
		const callbackUrl = readCallbackUrl(item);
		const { form, text } = await readTaskRequest(item);
		const { id: taskId, answer } = await createTask(item, form(text, callbackUrl));
		item.ledger.keepId('taskId', taskId);
		return [jsonItem({ taskId, ...answer })];
	},
};
