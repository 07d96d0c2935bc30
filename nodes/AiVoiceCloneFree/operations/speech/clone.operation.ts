import type { INodeProperties } from 'n8n-workflow';

import { InputError } from '../../../shared/http/errors';
import { speakLongText } from '../../../shared/items/longText';
import { storeAudio } from '../../../shared/items/storeAudio';
import { outputField, textField } from '../../../shared/operation/fields';
import { LINK_OPTIONS, maxCharactersOption, optionsCollection } from '../../../shared/operation/options';
import { audioItem } from '../../../shared/operation/output';
import { Parameters } from '../../../shared/operation/parameters';
import type { ItemCall, Operation } from '../../../shared/operation/registry';
import { cloneNow, SYNC_CHARACTERS } from '../../api';
import type { CloneRequest } from '../fields';
import {
	maxWaitField,
	pollIntervalField,
	readCloneRequest,
	readWaiting,
	sampleField,
	voiceOptions,
} from '../fields';
import { speakAsTask } from '../waitForTask';

const options: readonly INodeProperties[] = [
	...voiceOptions,
	...LINK_OPTIONS,
	pollIntervalField,
	maxWaitField,
	maxCharactersOption(SYNC_CHARACTERS, SYNC_CHARACTERS),
	{
		displayName: 'Long Text',
		name: 'longText',
		type: 'options',
		options: [
			{ name: 'Reject', value: 'reject', description: 'Fail without sending anything' },
			{ name: 'Split', value: 'split', description: 'Speak it in parts and join them into one audio file' },
			{ name: 'Task', value: 'task', description: 'Have it spoken in one go, and wait for that: minutes' },
		],
		default: 'task',
		description: 'What to do with a text of more than 1000 characters',
	},
];

export const clone: Operation = {
	name: 'Clone',
	action: 'Clone voice and speak',
	description: 'Speak a text in the voice of a sample',
	properties: [
		sampleField,
		textField('What to say in the voice of the sample'),
		outputField,
		optionsCollection(options),
	],

	async execute(call) {
		const parameters = new Parameters(call);
		const binaryProperty = parameters.text('binaryPropertyOutput', 'Put Output in Field');
		const fileName = parameters.optionalText('options.fileName') ?? 'speech';
		const waiting = readWaiting(parameters, 'options.');
		const maxCharacters = parameters.optionalNumber(
			'options.maxCharactersPerRequest',
			'Max Characters per Request',
			{ min: 100, max: SYNC_CHARACTERS, integer: true },
		);
		const longText =
			parameters.optionalText('options.longText') === undefined
				? 'task'
				: parameters.choice('options.longText', 'Long Text', ['task', 'split', 'reject']);

		const request = await readCloneRequest(call);
		const { text, characters } = request;
		const isLong = characters > SYNC_CHARACTERS;
		if (isLong && longText === 'task') {
			const deadline = Date.now() + waiting.maxWaitMs;
			const spoken = await speakAsTask(call, request.form(text), fileName, { ...waiting, deadline });
			const task = { taskId: spoken.task.id, status: spoken.task.status };
			return [audioItem(call, 'clone', binaryProperty, spoken.stored, { text, task })];
		}
		if (isLong && longText === 'reject') throw tooLong(characters);
		const stored = await speakNow(call, request, fileName, maxCharacters ?? SYNC_CHARACTERS);
		return [audioItem(call, 'clone', binaryProperty, stored, { text })];
	},
};

async function speakNow(call: ItemCall, request: CloneRequest, fileName: string, maxCharacters: number) {
	const long = {
		text: request.text,
		maxCharacters: request.characters > SYNC_CHARACTERS ? maxCharacters : undefined,
		locale: undefined,
		concurrency: call.connection.gate.max,
	};
	const { stored } = await speakLongText(call.context, long, async (part) => ({
		stored: await cloneNow(
			call,
			request.form(part),
			async (source) => await storeAudio(call.context, call, source, { fileName }),
		),
	}));
	return stored;
}

function tooLong(characters: number): InputError {
	return new InputError(
		`The text has ${characters} characters; more than ${SYNC_CHARACTERS} are not spoken at once`,
		'Shorten the text, or set Long Text in the options to Task or Split',
	);
}
