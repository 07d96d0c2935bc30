import type { INodeProperties } from 'n8n-workflow';

import { InputError } from '../../../shared/http/errors';
import { outputField, textField } from '../../../shared/operation/commonFields';
import {
	LINK_OPTIONS,
	maxCharactersOption,
	optionsCollection,
	readMaxCharactersOption,
	repeatUncertainOption,
} from '../../../shared/operation/options';
import type { Operation } from '../../../shared/operation/registry';
import { synthesizeText } from '../../../shared/speech/synthesizeText';
import { cloneSync, SYNC_CHARACTERS } from '../../api';
import {
	maxWaitField,
	pollIntervalField,
	readCloneRequest,
	readWaiting,
	sampleField,
	voiceOptions,
} from '../fields';
import { synthesizeAsTask } from '../waitForTask';

const options: readonly INodeProperties[] = [
	...voiceOptions,
	...LINK_OPTIONS,
	pollIntervalField,
	maxWaitField,
	maxCharactersOption(SYNC_CHARACTERS, SYNC_CHARACTERS),
	repeatUncertainOption,
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

	async execute(item) {
		const { parameters } = item;
		const plan = {
			maxCharacters: readMaxCharactersOption(parameters, SYNC_CHARACTERS, SYNC_CHARACTERS),
			locale: undefined,
			file: { fileName: parameters.optionalText('options.fileName', 'File Name') ?? 'speech' },
			binaryProperty: parameters.text('binaryPropertyOutput', 'Put Output in Field'),
			synthesis: {},
		};
		const waiting = readWaiting(parameters, 'options.');
		const longText =
			parameters.optionalChoice('options.longText', 'Long Text', ['task', 'split', 'reject']) ?? 'task';
		const { text, characters, form } = await readCloneRequest(item, (count) => {
			if (count > SYNC_CHARACTERS && longText === 'reject') throw tooLong(count);
		});
		const isLong = characters > SYNC_CHARACTERS;
		if (isLong && longText === 'task')
			return [await synthesizeAsTask(item, form(text), { ...plan, text }, waiting)];
		const maxCharacters = isLong ? plan.maxCharacters : undefined;
		const speech = await synthesizeText(
			item,
			{ ...plan, text, maxCharacters },
			async (call, chunk, store) => ({
				stored: await cloneSync(call, form(chunk), store),
			}),
		);
		return [speech.item];
	},
};

function tooLong(characters: number): InputError {
	return new InputError(
		`The text has ${characters} characters, but one request accepts ${SYNC_CHARACTERS}`,
		'Shorten the text, or set Long Text in the options to Task or Split',
	);
}
