import type { INodeProperties } from 'n8n-workflow';

import { outputField, textField } from '../../../shared/operation/fields';
import { LINK_OPTIONS, optionsCollection } from '../../../shared/operation/options';
import { audioItem } from '../../../shared/operation/output';
import { Parameters } from '../../../shared/operation/parameters';
import type { Operation } from '../../../shared/operation/registry';
import { readCallbackUrl } from '../callbackUrl';
import {
	maxWaitField,
	pollIntervalField,
	readTaskRequest,
	readWaiting,
	sampleField,
	voiceOptions,
} from '../fields';
import { parkForTask } from '../parkForTask';
import { speakAsTask } from '../waitForTask';
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
		optionsCollection(voiceOptions, LINK_OPTIONS, [{ ...callbackUrlOption, displayOptions: POLL_ONLY }]),
	],

	async execute(call) {
		const parameters = new Parameters(call);
		const binaryProperty = parameters.text('binaryPropertyOutput', 'Put Output in Field');
		const fileName = parameters.optionalText('options.fileName') ?? 'speech';
		const { pollIntervalMs, maxWaitMs } = readWaiting(parameters, '');
		const mode = parameters.choice('waitMode', 'Wait Mode', ['poll', 'callback']);
		if (mode === 'callback') return [await parkForTask(call, maxWaitMs)];

		const callbackUrl = readCallbackUrl(call, parameters);
		const { form, text } = await readTaskRequest(call);
		const waiting = { pollIntervalMs, deadline: Date.now() + maxWaitMs };
		const { stored, task } = await speakAsTask(call, form(text, callbackUrl), fileName, waiting);
		const { id: taskId, status } = task;
		return [audioItem(call, 'createAndWait', binaryProperty, stored, { text, task: { taskId, status } })];
	},
};
