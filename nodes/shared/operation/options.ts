import type { INodeProperties } from 'n8n-workflow';

import type { Parameters } from './parameters';

/** Options of every operation that calls a provider. */
const CALL_OPTIONS: readonly INodeProperties[] = [
	{
		displayName: 'Concurrency',
		name: 'concurrency',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 100, numberPrecision: 0 },
		default: 5,
		description:
			'How many items to work on at once. The value of the first item counts for all; the node lowers it by itself while the provider says that there are too many.',
	},
	{
		displayName: 'Max Retries',
		name: 'maxRetries',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 50, numberPrecision: 0 },
		default: 5,
		description:
			'How often to repeat a request that the provider turned away for now, or that never reached it. A request that may have been charged is never repeated.',
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

/** How long a part of a long text may be. */
export const maxCharactersOption = (usual: number, most: number): INodeProperties => ({
	displayName: 'Max Characters per Request',
	name: 'maxCharactersPerRequest',
	type: 'number',
	typeOptions: { minValue: 100, maxValue: most, numberPrecision: 0 },
	default: usual,
	description: 'How long a part of a long text may be',
});

/** Options of every operation that speaks. */
export const SPEECH_OPTIONS: readonly INodeProperties[] = [
	...LINK_OPTIONS,
	maxCharactersOption(2000, 100_000),
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

/** How many items to work on at once. */
export function readConcurrency(parameters: Parameters): number {
	return (
		parameters.optionalNumber('options.concurrency', 'Concurrency', { min: 1, max: 100, integer: true }) ?? 5
	);
}

/** How long a request may take, and how often it may be repeated. */
export function readLimits(parameters: Parameters): { timeoutMs: number; maxRetries: number } {
	const timeout = parameters.optionalNumber('options.timeout', 'Timeout', { min: 1, max: 86_400 }) ?? 300;
	const maxRetries =
		parameters.optionalNumber('options.maxRetries', 'Max Retries', { min: 0, max: 50, integer: true }) ?? 5;
	return { timeoutMs: Math.ceil(timeout * 1000), maxRetries };
}

/** Whether a link to the audio is wanted. Read before anything is paid for as well, so that it cannot fail later. */
export function wantsAudioLink(parameters: Parameters): boolean {
	return parameters.optionalFlag('options.createAudioLink', 'Create Audio Link') ?? false;
}

/** Most characters in one request; `undefined` when a text must not be split. */
export function readMaxCharacters(parameters: Parameters): number | undefined {
	const range = { min: 100, max: 100_000, integer: true };
	const max = parameters.optionalNumber(
		'options.maxCharactersPerRequest',
		'Max Characters per Request',
		range,
	);
	const split = parameters.optionalFlag('options.splitLongText', 'Split Long Text') ?? true;
	return split ? (max ?? 2000) : undefined;
}
