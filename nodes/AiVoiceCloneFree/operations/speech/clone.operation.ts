import { choice } from '../../../shared/fields/kinds';
import { InputError } from '../../../shared/http/errors';
import { outputField, textField } from '../../../shared/operation/commonFields';
import { optionsField, synthesisOptions } from '../../../shared/operation/options';
import { defineOperation } from '../../../shared/operation/registry';
import { planOf } from '../../../shared/speech/plan';
import { synthesizeText } from '../../../shared/speech/synthesizeText';
import { cloneSync, SYNC_CHARACTERS } from '../../api';
import { readCloneRequest, voiceOptions, voiceSampleField, waitingFields } from '../fields';
import { synthesizeAsTask } from '../waitForTask';

const longText = choice({
	label: 'Long Text',
	choices: [
		{ name: 'Reject', value: 'reject', description: 'Fail without sending anything' },
		{
			name: 'Split',
			value: 'split',
			description: 'Split the text into chunks and join the audio into one file',
		},
		{
			name: 'Task',
			value: 'task',
			description: 'Create one task for the whole text and wait for it (takes minutes)',
		},
	],
	default: 'task',
	description: 'What to do with a text of more than 1000 characters',
}).orDefault();

export const clone = defineOperation({
	name: 'Clone',
	action: 'Clone voice and speak',
	description: 'Convert text to speech in the voice of a sample',
	fields: {
		binaryPropertyName: voiceSampleField,
		text: textField("Text to speak in the sample's voice"),
		binaryPropertyOutput: outputField,
		options: optionsField({
			...voiceOptions,
			...waitingFields,
			...synthesisOptions(SYNC_CHARACTERS, SYNC_CHARACTERS),
			longText,
		}),
	},

	async execute(item, values) {
		const { options } = values;
		const { text, characters, form } = await readCloneRequest(item, values, (count) => {
			if (count > SYNC_CHARACTERS && options.longText === 'reject') throw tooLong(count);
		});
		const isLong = characters > SYNC_CHARACTERS;
		const splitLongText = isLong && options.longText === 'split';
		const plan = planOf(
			{ ...values, options: { ...options, splitLongText } },
			{ locale: undefined, synthesis: {} },
		);
		if (isLong && !splitLongText) return [await synthesizeAsTask(item, form(text), plan, options)];
		const speech = await synthesizeText(item, plan, async (call, chunk, store) => ({
			stored: await cloneSync(call, form(chunk), store),
		}));
		return [speech.item];
	},
});

function tooLong(characters: number): InputError {
	return new InputError(
		`The text has ${characters} characters, but one request accepts ${SYNC_CHARACTERS}`,
		'Shorten the text, or set Long Text in the options to Task or Split',
	);
}
