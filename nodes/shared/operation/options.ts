import type { INodeProperties } from 'n8n-workflow';

import type { Parameters } from '../fields/parameters';
import type { Policy } from '../http/types';

/** Options of every operation that calls a provider. */
const CALL_OPTIONS: readonly INodeProperties[] = [
	{
		displayName: 'Concurrency',
		name: 'concurrency',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 100, numberPrecision: 0 },
		default: 5,
		description:
			'Maximum number of items to process at a time. Set by the first item. Lowered automatically while the provider reports too many requests.',
	},
	{
		displayName: 'Max Retries',
		name: 'maxRetries',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 50, numberPrecision: 0 },
		default: 5,
		description:
			'How many times to retry a request that failed. Requests that are refused because of a rate limit wait for their turn and do not count; with 0 they fail immediately.',
	},
	{
		displayName: 'Timeout',
		name: 'timeout',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 86_400 },
		default: 300,
		description: 'How many seconds a request may take until its answer is complete',
	},
];

const REPEAT_UNCERTAIN = ['never', 'parts', 'always'] as const;

/** Whether a request that costs money and may have been processed is sent again. */
export const repeatUncertainOption: INodeProperties = {
	displayName: 'Repeat Uncertain Requests',
	name: 'repeatUncertain',
	type: 'options',
	options: [
		{
			name: 'Always',
			value: 'always',
			description: 'Repeat any of them. Some text may be charged twice.',
		},
		{
			name: 'Never',
			value: 'never',
			description: 'Fail rather than pay twice',
		},
		{
			name: 'Parts of a Long Text',
			value: 'parts',
			description: 'Repeat one chunk of several, because giving up would lose the chunks that are paid for',
		},
	],
	default: 'parts',
	description:
		'Whether to repeat a request that may already have been processed, such as after a lost connection',
};

/** The same for what is never one of several: a task, a clone. */
export const repeatUncertainAlwaysOption: INodeProperties = {
	...repeatUncertainOption,
	options: [
		{ name: 'Always', value: 'always', description: 'Repeat it. It may be created and charged twice.' },
		{ name: 'Never', value: 'never', description: 'Fail rather than pay twice' },
	],
	default: 'never',
};

/** Options of every operation that makes audio. */
export const AUDIO_OPTIONS: readonly INodeProperties[] = [
	{
		displayName: 'File Name',
		name: 'fileName',
		type: 'string',
		default: '',
		placeholder: 'e.g. greeting',
		description: 'Name of the audio file. The extension follows from the audio itself.',
	},
];

/** Options of operations whose audio is new and may be handed on. */
export const LINK_OPTIONS: readonly INodeProperties[] = [
	...AUDIO_OPTIONS,
	{
		displayName: 'Create Audio Link',
		name: 'createAudioLink',
		type: 'boolean',
		default: false,
		description:
			'Whether to add a signed link to the audio, valid for a day, so that an AI agent can hand it on. It leads to your n8n.',
	},
];

const MIN_CHARACTERS = 100;
const USUAL_CHARACTERS = 2000;
const MAX_CHARACTERS = 100_000;

/** How long a part of a long text may be. */
export const maxCharactersOption = (usual: number, most: number): INodeProperties => ({
	displayName: 'Max Characters per Request',
	name: 'maxCharactersPerRequest',
	type: 'number',
	typeOptions: { minValue: MIN_CHARACTERS, maxValue: most, numberPrecision: 0 },
	default: usual,
	description: 'How long a part of a long text may be',
});

/** Options of every operation that speaks. */
export const SPEECH_OPTIONS: readonly INodeProperties[] = [
	...LINK_OPTIONS,
	repeatUncertainOption,
	maxCharactersOption(USUAL_CHARACTERS, MAX_CHARACTERS),
	{
		displayName: 'Split Long Text',
		name: 'splitLongText',
		type: 'boolean',
		default: true,
		description:
			'Whether to speak a long text in parts, at paragraphs and sentences, and join them into one audio file',
	},
];

/** The collection `options` of an operation, with its own options among the shared ones. */
export function optionsCollection(...own: ReadonlyArray<readonly INodeProperties[]>): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [...own.flat(), ...CALL_OPTIONS].sort((a, b) =>
			a.displayName.localeCompare(b.displayName, 'en'),
		),
	};
}

/** The names of fields that are called the same on the wire, for `Parameters.setTexts`. */
export function namesOf(fields: readonly INodeProperties[]): Record<string, string> {
	return Object.fromEntries(fields.map(({ name }) => [name, name]));
}

/** Whether to repeat a request that may have been processed, and so may be charged twice. */
export type RepeatUncertain = 'never' | 'parts' | 'always';

/** What the options of every operation say. */
export interface CallOptions {
	readonly audioLink: boolean;
	readonly repeatUncertain: RepeatUncertain;
}

/** How long to wait while a provider refuses a request for now and accepts no other of the account. */
const LIMIT_WAIT_MS = 5 * 60_000;

/** How many items to work on at a time. */
export function readConcurrency(parameters: Parameters): number {
	return (
		parameters.optionalNumber('options.concurrency', 'Concurrency', { min: 1, max: 100, integer: true }) ?? 5
	);
}

/** Reads the options that an operation may have, before anything is paid for, so that none can fail later. */
export function readOptions(parameters: Parameters): CallOptions & { readonly policy: Policy } {
	const timeout = parameters.optionalNumber('options.timeout', 'Timeout', { min: 1, max: 86_400 }) ?? 300;
	const maxRetries =
		parameters.optionalNumber('options.maxRetries', 'Max Retries', { min: 0, max: 50, integer: true }) ?? 5;
	const repeatUncertain =
		parameters.optionalChoice('options.repeatUncertain', 'Repeat Uncertain Requests', REPEAT_UNCERTAIN) ??
		'parts';
	return {
		audioLink: parameters.optionalFlag('options.createAudioLink', 'Create Audio Link') ?? false,
		repeatUncertain,
		policy: {
			timeoutMs: Math.ceil(timeout * 1000),
			maxRetries,
			// A request of which there is only one: `parts` is about chunks, whose operation knows how many there are.
			repeatUncertain: repeatUncertain === 'always',
			limitWaitMs: LIMIT_WAIT_MS,
		},
	};
}

/** What `maxCharactersOption` says: most characters in one request. */
export function readMaxCharactersOption(parameters: Parameters, usual: number, most: number): number {
	const range = { min: MIN_CHARACTERS, max: most, integer: true };
	const name = 'options.maxCharactersPerRequest';
	return parameters.optionalNumber(name, 'Max Characters per Request', range) ?? usual;
}

/** Most characters in one request; `undefined` when a text must not be split. */
export function readMaxCharacters(parameters: Parameters): number | undefined {
	const max = readMaxCharactersOption(parameters, USUAL_CHARACTERS, MAX_CHARACTERS);
	const split = parameters.optionalFlag('options.splitLongText', 'Split Long Text') ?? true;
	return split ? max : undefined;
}
