import type { INodeProperties } from 'n8n-workflow';

import { readSample } from '../../shared/binary/readSample';
import type { Parameters } from '../../shared/fields/parameters';
import { InputError } from '../../shared/http/errors';
import type { ItemCall } from '../../shared/operation/registry';
import { checkSpeakable } from '../../shared/speech/chunks';
import { countCharacters } from '../../shared/text/split';
import type { CloneRequest } from '../api';
import { SYNC_CHARACTERS } from '../api';

/** Seed page "Synchronous Voice Cloning", Audio File Requirements; a megabyte as the provider's 413 has it. */
const SAMPLE = {
	kinds: ['wav', 'mp3', 'mp4'],
	minSeconds: 5,
	maxSeconds: 30,
	maxBytes: 4.5 * 1024 * 1024,
} as const;

export const sampleField: INodeProperties = {
	displayName: 'Input Data Field Name',
	name: 'binaryPropertyName',
	type: 'string',
	default: 'data',
	required: true,
	hint: 'The name of the input field with the voice sample: 5 to 30 seconds of one person speaking, as WAV, MP3 or M4A, at most 4.5 MB',
};

export const taskIdField: INodeProperties = {
	displayName: 'Task ID',
	name: 'taskId',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. abc123def456ghi789',
	description: 'The ID that Create gave back, in its field task_id',
};

/** How the voice sounds. */
export const voiceOptions: readonly INodeProperties[] = [
	{
		displayName: 'Pitch',
		name: 'pitch',
		type: 'number',
		typeOptions: { minValue: -1, maxValue: 1, numberPrecision: 2 },
		default: 0,
		description: 'How much lower or higher than the sample to speak, from -1 to 1',
	},
	{
		displayName: 'Speed',
		name: 'speed',
		type: 'number',
		typeOptions: { minValue: 0.5, maxValue: 2, numberPrecision: 2 },
		default: 1,
		description: 'How fast to speak, from 0.5 to 2',
	},
];

export const pollIntervalField: INodeProperties = {
	displayName: 'Poll Interval',
	name: 'pollInterval',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 3600 },
	default: 30,
	description: 'How many seconds to wait between two looks at the task. The provider asks for 30 to 60.',
};

export const maxWaitField: INodeProperties = {
	displayName: 'Max Wait',
	name: 'maxWait',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 86_400 },
	default: 1200,
	description:
		'How many seconds to wait for the task in all. The provider says that 2 to 10 minutes are usual.',
};

/**
 * Reads the fields of one item and checks them, the sample last: it takes longest, and other items go on meanwhile.
 *
 * @param checkLength Throws when the text has too few or too many characters.
 * @throws {InputError} for what the provider would refuse.
 */
export async function readCloneRequest(
	call: ItemCall,
	checkLength: (characters: number) => void = () => undefined,
): Promise<CloneRequest> {
	const { parameters } = call;
	const text = parameters.text('text', 'Text');
	checkSpeakable(text);
	const characters = countCharacters(text);
	checkLength(characters);
	const speed = parameters.optionalNumber('options.speed', 'Speed', { min: 0.5, max: 2 });
	const pitch = parameters.optionalNumber('options.pitch', 'Pitch', { min: -1, max: 1 });
	const sample = await readSample(
		call,
		parameters.text('binaryPropertyName', 'Input Data Field Name'),
		SAMPLE,
	);
	return {
		text,
		characters,
		form: (part, callbackUrl) => {
			const form = new FormData();
			form.append('audio_file', sample.file, sample.fileName);
			form.append('text', part);
			if (speed !== undefined) form.append('speed', String(speed));
			if (pitch !== undefined) form.append('pitch', String(pitch));
			if (callbackUrl !== undefined) form.append('callback_url', callbackUrl);
			return form;
		},
	};
}

/**
 * As `readCloneRequest`, for a task.
 *
 * @throws {InputError} also when the text is too short for one.
 */
export async function readTaskRequest(call: ItemCall): Promise<CloneRequest> {
	return await readCloneRequest(call, (characters) => {
		if (characters >= SYNC_CHARACTERS) return;
		throw new InputError(
			`The text has ${characters} characters; a task needs at least ${SYNC_CHARACTERS}`,
			'Use the operation Clone of the resource Speech, which speaks a short text at once',
		);
	});
}

/** How long to wait for a task, in milliseconds; `path` is '' or `options.`. */
export function readWaiting(parameters: Parameters, path: string) {
	const pollInterval = parameters.optionalNumber(`${path}pollInterval`, 'Poll Interval', {
		min: 1,
		max: 3600,
	});
	const maxWait = parameters.optionalNumber(`${path}maxWait`, 'Max Wait', { min: 1, max: 86_400 });
	return { pollIntervalMs: (pollInterval ?? 30) * 1000, maxWaitMs: (maxWait ?? 1200) * 1000 };
}
