import { InputError } from '../shared/http/errors';

/** What a model can do, as far as the provider documents it ("Models" page and the seed of 2025-07). */
export interface Model {
	readonly id: string;
	readonly name: string;
	/** Only reachable by byte stream and WebSocket. */
	readonly streamingOnly: boolean;
	/** ISO 639-1 codes. */
	readonly languages: readonly string[];
	/** Whether speed and stability can be set. */
	readonly adjustable: boolean;
}

const FLASH_LANGUAGES = [
	...['en', 'fr', 'es', 'de', 'it', 'pt', 'nl', 'ar'],
	...['ru', 'ro', 'ja', 'he', 'hy', 'tr', 'hi', 'zh'],
] as const;

export const MODELS: readonly Model[] = [
	{
		id: 'asyncflow_v2.0',
		name: 'AsyncFlow v2.0',
		streamingOnly: false,
		languages: ['en'],
		adjustable: false,
	},
	{
		id: 'asyncflow_multilingual_v1.0',
		name: 'AsyncFlow Multilingual v1.0',
		streamingOnly: false,
		languages: ['en', 'de', 'es', 'fr', 'it'],
		adjustable: false,
	},
	{
		id: 'async_flash_v1.0',
		name: 'Async Flash v1.0',
		streamingOnly: false,
		languages: FLASH_LANGUAGES,
		adjustable: true,
	},
	{
		id: 'async_flash_v1.5',
		name: 'Async Flash v1.5',
		streamingOnly: true,
		languages: ['en', 'es', 'fr', 'de', 'it', 'pt'],
		adjustable: false,
	},
	{
		id: 'async_pro_v1.0',
		name: 'Async Pro v1.0',
		streamingOnly: true,
		languages: ['en'],
		adjustable: false,
	},
];

export const LANGUAGES: ReadonlyArray<{ name: string; value: string }> = [
	{ name: 'Arabic', value: 'ar' },
	{ name: 'Armenian', value: 'hy' },
	{ name: 'Chinese', value: 'zh' },
	{ name: 'Dutch', value: 'nl' },
	{ name: 'English', value: 'en' },
	{ name: 'French', value: 'fr' },
	{ name: 'German', value: 'de' },
	{ name: 'Hebrew', value: 'he' },
	{ name: 'Hindi', value: 'hi' },
	{ name: 'Italian', value: 'it' },
	{ name: 'Japanese', value: 'ja' },
	{ name: 'Portuguese', value: 'pt' },
	{ name: 'Romanian', value: 'ro' },
	{ name: 'Russian', value: 'ru' },
	{ name: 'Spanish', value: 'es' },
	{ name: 'Turkish', value: 'tr' },
];

/**
 * Refuses what a model is documented not to do, before it is paid for. A model that is not listed here
 * passes: the provider may have it by now.
 *
 * @throws {InputError}
 */
export function checkModel(
	modelId: string,
	required: { streaming: boolean; language: string | undefined; adjusted: boolean },
): void {
	const model = MODELS.find(({ id }) => id === modelId);
	if (model === undefined) return;
	if (model.streamingOnly && !required.streaming) {
		throw new InputError(
			`The model ${modelId} is only available for streaming`,
			`Choose one of ${idsOf(({ streamingOnly }) => !streamingOnly)}`,
		);
	}
	if (required.language !== undefined && !model.languages.includes(required.language)) {
		const { language } = required;
		throw new InputError(
			`The model ${modelId} does not support the language ${language}`,
			`It supports ${model.languages.join(', ')}. ${language} is supported by ${idsOf(({ languages }) => languages.includes(language)) || 'no model'}`,
		);
	}
	if (required.adjusted && !model.adjustable) {
		throw new InputError(
			`The model ${modelId} has no speed or stability setting`,
			`Remove Speed and Stability from the options, or choose ${idsOf(({ adjustable }) => adjustable)}`,
		);
	}
}

function idsOf(condition: (model: Model) => boolean): string {
	return MODELS.filter(condition)
		.map(({ id }) => id)
		.join(', ');
}
