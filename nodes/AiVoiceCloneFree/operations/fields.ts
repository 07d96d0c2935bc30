import type { SampleLimits } from '../../shared/binary/readSample';
import { readSample } from '../../shared/binary/readSample';
import { toWire } from '../../shared/fields/field';
import { id, number, url } from '../../shared/fields/kinds';
import { InputError } from '../../shared/http/errors';
import { buildForm } from '../../shared/http/form';
import { sampleField } from '../../shared/operation/commonFields';
import type { ItemCall } from '../../shared/operation/registry';
import { checkSpeakable } from '../../shared/speech/chunks';
import { countCharacters } from '../../shared/text/characters';
import type { CloneRequest } from '../api';
import { SYNC_CHARACTERS } from '../api';

/** Seed page "Synchronous Voice Cloning", Audio File Requirements; a megabyte as the provider's 413 has it. */
const SAMPLE = {
	kinds: ['wav', 'mp3', 'mp4'],
	minSeconds: 5,
	maxSeconds: 30,
	maxBytes: 4.5 * 1024 * 1024,
} as const satisfies SampleLimits;

export const voiceSampleField = sampleField(
	'5 to 30 seconds of one person speaking, as WAV, MP3 or M4A, at most 4.5 MB',
);

export const taskIdField = id({
	label: 'Task ID',
	placeholder: 'e.g. abc123def456ghi789',
	description: 'ID of the task: the field taskId in the output of Create',
});

/** How the voice sounds. */
export const voiceOptions = {
	pitch: number({
		label: 'Pitch',
		min: -1,
		max: 1,
		precision: 2,
		default: 0,
		description: 'Pitch relative to the sample, from -1 (lower) to 1 (higher)',
	}).sentIfSet('pitch'),
	speed: number({
		label: 'Speed',
		min: 0.5,
		max: 2,
		precision: 2,
		default: 1,
		description: 'Speaking rate, from 0.5 to 2',
	}).sentIfSet('speed'),
};

export const callbackUrlOption = url({
	label: 'Callback URL',
	example: 'https://n8n.example.com/webhook/…',
	nextStep: 'Copy the production URL from the trigger, such as https://n8n.example.com/webhook/…',
	description:
		'URL that the provider calls when the task is completed or has failed: the production URL of the AI Voice Clone Free Trigger',
}).optional();

/** How long to wait for a task. */
export const waitingFields = {
	pollInterval: number({
		label: 'Poll Interval',
		min: 1,
		max: 3600,
		default: 30,
		description: 'Seconds between two polls of the task status. The provider recommends 30 to 60.',
	}).orDefault(),
	maxWait: number({
		label: 'Max Wait',
		min: 1,
		max: 86_400,
		default: 1200,
		description: 'Maximum number of seconds to wait for the task. A task usually takes 2 to 10 minutes.',
	}).orDefault(),
};

/** What a clone and a task are made from. */
interface CloneValues {
	readonly text: string;
	readonly binaryPropertyName: string;
	readonly options: { readonly speed: number | undefined; readonly pitch: number | undefined };
}

/**
 * Checks the text and reads the sample, last: it takes longest, and other items run meanwhile.
 *
 * @param checkLength Throws if the text has too few or too many characters.
 * @throws {InputError} for what the provider would refuse.
 */
export async function readCloneRequest(
	item: ItemCall,
	{ text: whole, binaryPropertyName, options }: CloneValues,
	checkLength: (characters: number) => void,
): Promise<CloneRequest> {
	checkSpeakable(whole);
	const characters = countCharacters(whole);
	checkLength(characters);
	const sample = await readSample(item, binaryPropertyName, SAMPLE);
	return {
		text: whole,
		characters,
		form: (chunk, callbackUrl) =>
			buildForm({
				audio_file: sample,
				text: chunk,
				...toWire(voiceOptions, options),
				callback_url: callbackUrl,
			}),
	};
}

/**
 * As `readCloneRequest`, for a task.
 *
 * @throws {InputError} also if the text is too short for one.
 */
export async function readTaskRequest(item: ItemCall, values: CloneValues): Promise<CloneRequest> {
	return await readCloneRequest(item, values, (characters) => {
		if (characters >= SYNC_CHARACTERS) return;
		throw new InputError(
			`The text has ${characters} characters; a task needs at least ${SYNC_CHARACTERS}`,
			'Use the Clone operation of the Speech resource, which is for short texts',
		);
	});
}
