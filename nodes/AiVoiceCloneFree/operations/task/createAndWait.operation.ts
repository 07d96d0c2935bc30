import type { INodeProperties } from 'n8n-workflow';

import { outputField, textField } from '../../../shared/operation/commonFields';
import {
	LINK_OPTIONS,
	optionsCollection,
	repeatUncertainAlwaysOption,
} from '../../../shared/operation/options';
import type { Operation } from '../../../shared/operation/registry';
import { readCallbackUrl } from '../../webhook/callbackUrl';
import { parkForTask } from '../../webhook/parkForTask';
import {
	maxWaitField,
	pollIntervalField,
	readTaskRequest,
	readWaiting,
	sampleField,
	voiceOptions,
} from '../fields';
import { synthesizeAsTask } from '../waitForTask';
import { callbackUrlOption } from './create.operation';

const POLL_ONLY = { show: { '/waitMode': ['poll'] } };

const waitMode: INodeProperties = {
	displayName: 'Wait Mode',
	name: 'waitMode',
	type: 'options',
	options: [
		{
			name: 'Callback',
			value: 'callback',
			description: 'Park the execution until the provider calls: frees the worker, takes one item',
		},
		{
			name: 'Poll',
			value: 'poll',
			description: 'Look at the task again and again: takes any number of items',
		},
	],
	default: 'poll',
	description: 'How to learn that the task is completed',
};

export const createAndWait: Operation = {
	name: 'Create and Wait',
	action: 'Create task and wait',
	description: 'Have a long text spoken in the voice of a sample, and go on when the audio is there',
	properties: [
		sampleField,
		textField('What to say in the voice of the sample, at least 1000 characters'),
		waitMode,
		{ ...pollIntervalField, displayOptions: { show: { waitMode: ['poll'] } } },
		maxWaitField,
		outputField,
		optionsCollection(voiceOptions, LINK_OPTIONS, [
			{ ...callbackUrlOption, displayOptions: POLL_ONLY },
			repeatUncertainAlwaysOption,
		]),
	],

	async execute(item) {
		const { parameters } = item;
		const binaryProperty = parameters.text('binaryPropertyOutput', 'Put Output in Field');
		const fileName = parameters.optionalText('options.fileName', 'File Name') ?? 'speech';
		const waiting = readWaiting(parameters, '');
		const mode = parameters.choice('waitMode', 'Wait Mode', ['poll', 'callback']);
		if (mode === 'callback') return [await parkForTask(item, await readTaskRequest(item), waiting.maxWaitMs)];

		const callbackUrl = readCallbackUrl(item);
		const { form, text } = await readTaskRequest(item);
		const output = { text, binaryProperty, file: { fileName } };
		return [await synthesizeAsTask(item, form(text, callbackUrl), output, waiting)];
	},
};
