import { toWire } from '../../../shared/fields/field';
import type { Values } from '../../../shared/fields/field';
import { choice, flag, number, openChoice } from '../../../shared/fields/kinds';
import { outputField, textField } from '../../../shared/operation/commonFields';
import { optionsField, splitLongText, synthesisOptions } from '../../../shared/operation/options';
import { planOf } from '../../../shared/speech/plan';
import type { SpeechPlan } from '../../../shared/speech/synthesizeText';
import type { SpeechRequest } from '../../api';
import { checkModel, LANGUAGES, MODELS } from '../../models';
import { voiceField } from '../fields';

const modelField = (streaming: boolean) =>
	openChoice({
		label: 'Model',
		choices: MODELS.filter(({ streamingOnly }) => streaming || !streamingOnly).map(
			({ id, name, languages }) => ({ name, value: id, description: `Speaks ${languages.join(', ')}` }),
		),
		default: 'asyncflow_v2.0',
		description: 'Model used for synthesis',
	});

const formatFields = {
	container: choice({
		label: 'Output Format',
		choices: [
			{ name: 'MP3', value: 'mp3', description: 'Compressed, plays everywhere' },
			{
				name: 'Raw',
				value: 'raw',
				description: 'Samples without a header, for telephony and further processing',
			},
			{ name: 'WAV', value: 'wav', description: 'Uncompressed, plays everywhere' },
		],
		default: 'mp3',
		description: 'Format of the audio file',
	}),
	encoding: choice({
		label: 'Encoding',
		choices: [
			{ name: 'PCM, 16-Bit Integer', value: 'pcm_s16le', description: 'Supported by most software' },
			{ name: 'PCM, 32-Bit Float', value: 'pcm_f32le', description: 'For audio processing' },
			{ name: 'μ-Law, 8-Bit', value: 'pcm_mulaw', description: 'For telephone networks, at 8000 Hz' },
		],
		default: 'pcm_s16le',
		description: 'Encoding of the samples',
	}).showIf({ container: ['wav', 'raw'] }),
	sampleRate: number({
		label: 'Sample Rate',
		min: 8000,
		max: 48_000,
		precision: 0,
		default: 44_100,
		description: 'Samples per second in hertz, from 8000 to 48000',
	}),
	bitRate: number({
		label: 'Bit Rate',
		min: 32_000,
		max: 320_000,
		precision: 0,
		default: 192_000,
		description: 'Bits per second of the MP3 file, from 32000 to 320000',
	}).showIf({ container: ['mp3'] }),
};

const language = openChoice({
	label: 'Language',
	choices: LANGUAGES,
	default: 'en',
	description: "Language of the text. If not set, the voice's language is used.",
}).sentIfSet('language');

/** Options of the operations that send the text over HTTP. */
const httpOptions = {
	language,
	normalize: flag({
		label: 'Normalize',
		default: false,
		description: 'Whether to write out numbers, dates and abbreviations before speaking',
	}).sentIfSet('normalize'),
	speed: number({
		label: 'Speed',
		min: 0.7,
		max: 2,
		precision: 2,
		default: 1,
		description: 'Speaking rate, from 0.7 to 2. Only for the model async_flash_v1.0.',
	}).sentIfSet('speed_control'),
	stability: number({
		label: 'Stability',
		min: 0,
		max: 100,
		precision: 0,
		default: 50,
		description:
			'Voice consistency, from 0 (expressive) to 100 (consistent). Only for the model async_flash_v1.0.',
	}).sentIfSet('stability'),
};

/** The fields of a speech operation up to its options. */
const speechFields = (streaming: boolean) => ({
	text: textField('Text to synthesize'),
	voiceId: voiceField("Voice to use: one of the provider's, or one that you cloned"),
	modelId: modelField(streaming),
	...formatFields,
	binaryPropertyOutput: outputField,
});

const sharedOptions = { ...synthesisOptions(), splitLongText };

/** Fields of the operations that return whole files. */
export const fileFields = {
	...speechFields(false),
	options: optionsField({ ...httpOptions, ...sharedOptions }),
};

/** Fields of the operation that streams over HTTP. */
export const streamFields = {
	...speechFields(true),
	options: optionsField({ ...httpOptions, ...sharedOptions }),
};

/** Fields of the operation over WebSocket, which has no speed, stability and normalization. */
export const webSocketFields = {
	...speechFields(true),
	options: optionsField({ language, ...sharedOptions }),
};

type SpeechValues = Values<typeof fileFields> | Values<typeof webSocketFields>;

export interface Speech {
	/** The request for a chunk, but for its text. */
	readonly request: Omit<SpeechRequest, 'transcript'>;
	readonly plan: SpeechPlan;
}

/**
 * What to send for one item.
 *
 * @throws {InputError} for a model that does not support it.
 */
export function speechOf(values: SpeechValues, { streaming }: { streaming: boolean }): Speech {
	const { container, encoding, sampleRate, bitRate, modelId, voiceId, options } = values;
	const optional = toWire(httpOptions, options);
	const adjusted = optional.speed_control !== undefined || optional.stability !== undefined;
	const locale = options.language;
	checkModel(modelId, { streaming, language: locale, adjusted });
	return {
		request: {
			model_id: modelId,
			voice: { mode: 'id', id: voiceId },
			output_format: {
				container,
				...(encoding !== undefined && { encoding }),
				sample_rate: sampleRate,
				...(bitRate !== undefined && { bit_rate: bitRate }),
			},
			...optional,
		},
		plan: planOf(values, {
			locale,
			// The provider returns mono.
			raw: container === 'raw' && encoding !== undefined ? { encoding, sampleRate, channels: 1 } : undefined,
			synthesis: { voiceId, modelId },
		}),
	};
}
