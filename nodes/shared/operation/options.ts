import { collection } from '../fields/collection';
import type { Field, Fields } from '../fields/field';
import { choice, flag, number, text } from '../fields/kinds';
import type { Policy } from '../http/types';

const concurrency = number({
	label: 'Concurrency',
	min: 1,
	max: 100,
	precision: 0,
	default: 5,
	description:
		'Maximum number of items to process concurrently. The value of the first item applies. Lowered automatically while the provider rejects requests because of a limit.',
}).orDefault();

/** Options of every operation that calls a provider. */
const CALL_OPTIONS = {
	concurrency: concurrency.perRun(),
	maxRetries: number({
		label: 'Max Retries',
		min: 0,
		max: 50,
		precision: 0,
		default: 5,
		description:
			'Maximum number of times to retry a failed request. Waiting for a rate limit does not count, but with 0, a rate-limited request fails immediately.',
	}).orDefault(),
	timeout: number({
		label: 'Timeout',
		min: 1,
		max: 86_400,
		default: 300,
		description: 'Maximum duration of a request in seconds, until its response is complete',
	}).orDefault(),
};

const NEVER = { name: 'Never', value: 'never', description: 'Fail rather than pay twice' } as const;

/** Whether a request that costs money and may have been processed is sent again. */
const repeatUncertain = choice({
	label: 'Repeat Uncertain Requests',
	choices: [
		{ name: 'Always', value: 'always', description: 'Repeat every such request. Text may be charged twice.' },
		NEVER,
		{
			name: 'Chunks of a Long Text',
			value: 'parts',
			description:
				'Repeat the request if it is one of several chunks, so that a failed chunk does not waste the others',
		},
	],
	default: 'parts',
	description:
		'When to repeat a request that may already have been processed, such as after a lost connection',
}).orDefault();

/** The option for what is never one of several chunks: a task, a clone. */
export const repeatCreation = {
	repeatUncertain: choice({
		label: 'Repeat Uncertain Requests',
		choices: [
			{
				name: 'Always',
				value: 'always',
				description: 'Repeat the request. The voice or task may be created and charged twice.',
			},
			NEVER,
		],
		// Kept by n8n when a user switches from a speech operation.
		synonyms: { parts: 'never' },
		default: 'never',
		description:
			'When to repeat a request that may already have been processed, such as after a lost connection',
	}).orDefault(),
};

/** @param name The name if the user does not enter one; without it, the operation finds one. */
export const fileNameOption = (name: string) => ({ fileName: fileName(name).orDefault() });

const fileName = (name = '') =>
	text({
		label: 'File Name',
		default: name,
		placeholder: 'e.g. greeting',
		description: 'Name of the audio file. The extension is added automatically.',
	});

const createAudioLink = flag({
	label: 'Create Audio Link',
	default: false,
	description:
		'Whether to add a signed link to the audio in your n8n, valid for one day, for example for an AI agent',
}).orDefault();

/** Options of operations that return new audio. */
export const audioOptions = (name: string) => ({ ...fileNameOption(name), createAudioLink });

/** The same for audio that is named after something else, such as its task. */
export const unnamedAudioOptions = { fileName: fileName().optional(), createAudioLink };

/**
 * Options of operations that synthesize.
 *
 * @param defaultMax Characters per request if the user does not say, at most `max`.
 */
export const synthesisOptions = (defaultMax = 2000, max = 100_000) => ({
	...audioOptions('speech'),
	repeatUncertain,
	maxCharactersPerRequest: number({
		label: 'Max Characters per Request',
		min: 100,
		max,
		precision: 0,
		default: defaultMax,
		description: 'Maximum length of a chunk of a long text',
	}).orDefault(),
});

/** Whether to split at all, for providers that accept a text of any length. */
export const splitLongText = flag({
	label: 'Split Long Text',
	default: true,
	description:
		'Whether to split a long text into chunks, at paragraphs and sentences, and join the audio into one file',
}).orDefault();

/** The field `options` of an operation: its own options and those of every operation. */
export const optionsField = <F extends Fields>(own: F) =>
	collection({ label: 'Options', placeholder: 'Add option', fields: { ...own, ...CALL_OPTIONS } });

/** Whether to repeat a request that may have been processed, and so may be charged twice. */
export type RepeatUncertain = 'never' | 'parts' | 'always';

/** Values that the options of any operation have. */
interface OptionValues {
	readonly maxRetries: number;
	/** In seconds. */
	readonly timeout: number;
	readonly repeatUncertain?: RepeatUncertain;
	readonly createAudioLink?: boolean;
}

export type Options = Field<OptionValues>;

/** What the options say about every call of an item. */
export interface CallOptions {
	readonly policy: Policy;
	readonly options: { readonly audioLink: boolean; readonly repeatUncertain: RepeatUncertain };
}

/** How long to wait while a provider refuses a request for now and accepts no other of the account. */
const LIMIT_WAIT_MS = 5 * 60_000;

export function callOptionsOf(values: OptionValues): CallOptions {
	const { maxRetries, timeout, repeatUncertain: repeat = 'never', createAudioLink = false } = values;
	return {
		options: { audioLink: createAudioLink, repeatUncertain: repeat },
		policy: {
			timeoutMs: Math.ceil(timeout * 1000),
			maxRetries,
			// `parts` is about one of several chunks; the operation knows whether there are several.
			repeatUncertain: repeat === 'always',
			limitWaitMs: LIMIT_WAIT_MS,
		},
	};
}

/** What is read once in a run, from its first item. */
export const RUN_FIELDS = {
	options: collection({ label: 'Options', placeholder: 'Add option', fields: { concurrency } }),
};
