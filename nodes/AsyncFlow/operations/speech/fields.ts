import type { INodeProperties } from 'n8n-workflow';

import { outputField, textField } from '../../../shared/operation/commonFields';
import { readMaxCharacters } from '../../../shared/operation/options';
import type { ItemCall } from '../../../shared/operation/registry';
import type { SpeechPlan } from '../../../shared/speech/synthesizeText';
import type { SpeechRequest } from '../../api';
import { checkModel, LANGUAGES, MODELS } from '../../models';
import { voiceField } from '../fields';

const modelId = (streaming: boolean): INodeProperties => ({
	displayName: 'Model',
	name: 'modelId',
	type: 'options',
	options: MODELS.filter(({ streamingOnly }) => streaming || !streamingOnly)
		.map(({ id, name, languages }) => ({ name, value: id, description: `Speaks ${languages.join(', ')}` }))
		.sort((a, b) => a.name.localeCompare(b.name, 'en')),
	default: 'asyncflow_v2.0',
	description: 'The model that speaks',
});

const formatFields: readonly INodeProperties[] = [
	{
		displayName: 'Container',
		name: 'container',
		type: 'options',
		options: [
			{ name: 'MP3', value: 'mp3', description: 'Compressed, plays everywhere' },
			{
				name: 'Raw',
				value: 'raw',
				description: 'Samples without a header, for telephony and further processing',
			},
			{ name: 'WAV', value: 'wav', description: 'Not compressed, plays everywhere' },
		],
		default: 'mp3',
		description: 'The kind of audio file',
	},
	{
		displayName: 'Encoding',
		name: 'encoding',
		type: 'options',
		displayOptions: { show: { container: ['wav', 'raw'] } },
		options: [
			{ name: 'PCM, 16-Bit Integer', value: 'pcm_s16le', description: 'What most software expects' },
			{ name: 'PCM, 32-Bit Float', value: 'pcm_f32le', description: 'For audio processing' },
			{ name: 'μ-Law, 8-Bit', value: 'pcm_mulaw', description: 'What telephone networks expect, at 8000 Hz' },
		],
		default: 'pcm_s16le',
		description: 'How a sample is written',
	},
	{
		displayName: 'Sample Rate',
		name: 'sampleRate',
		type: 'number',
		typeOptions: { minValue: 8000, maxValue: 48_000, numberPrecision: 0 },
		default: 44_100,
		description: 'Samples per second, in hertz, from 8000 to 48000',
	},
	{
		displayName: 'Bit Rate',
		name: 'bitRate',
		type: 'number',
		typeOptions: { minValue: 32_000, maxValue: 320_000, numberPrecision: 0 },
		displayOptions: { show: { container: ['mp3'] } },
		default: 192_000,
		description: 'Bits per second of the MP3 file, from 32000 to 320000',
	},
];

/** The fields of every speech operation, up to its options. */
export function speechFields(support: { streaming: boolean }): readonly INodeProperties[] {
	return [
		textField('What to say'),
		voiceField('The voice that speaks: one of the provider, or one that you cloned'),
		modelId(support.streaming),
		...formatFields,
		outputField,
	];
}

export const languageOption: INodeProperties = {
	displayName: 'Language',
	name: 'language',
	type: 'options',
	options: [...LANGUAGES],
	default: 'en',
	description: 'Language of the text. Without it the provider goes by the voice.',
};

/** What the speech operations have among their options. */
export const speechOptions: readonly INodeProperties[] = [
	languageOption,
	{
		displayName: 'Normalize',
		name: 'normalize',
		type: 'boolean',
		default: false,
		description: 'Whether to write out numbers, dates and abbreviations as they are spoken',
	},
	{
		displayName: 'Speed',
		name: 'speed',
		type: 'number',
		typeOptions: { minValue: 0.7, maxValue: 2, numberPrecision: 2 },
		default: 1,
		description: 'How fast to speak, from 0.7 to 2. Only with the model async_flash_v1.0.',
	},
	{
		displayName: 'Stability',
		name: 'stability',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 100, numberPrecision: 0 },
		default: 50,
		description: 'How even to speak, from 0 (lively) to 100 (steady). Only with the model async_flash_v1.0.',
	},
];

export interface Speech {
	/** The request for a chunk, but for its text. */
	readonly request: Omit<SpeechRequest, 'transcript'>;
	readonly plan: SpeechPlan;
}

/**
 * Reads the fields of one item and checks them.
 *
 * @throws {InputError} for what cannot succeed.
 */
export function readSpeech({ parameters }: ItemCall, support: { streaming: boolean }): Speech {
	const container = parameters.choice('container', 'Container', ['mp3', 'wav', 'raw']);
	const encoding =
		container === 'mp3'
			? undefined
			: parameters.choice('encoding', 'Encoding', ['pcm_s16le', 'pcm_f32le', 'pcm_mulaw']);
	const sampleRate = parameters.number('sampleRate', 'Sample Rate', {
		min: 8000,
		max: 48_000,
		integer: true,
	});
	const bitRate =
		container === 'mp3'
			? parameters.number('bitRate', 'Bit Rate', { min: 32_000, max: 320_000, integer: true })
			: undefined;
	const language = parameters.optionalText('options.language', 'Language');
	const normalize = parameters.optionalFlag('options.normalize', 'Normalize');
	const speed = parameters.optionalNumber('options.speed', 'Speed', { min: 0.7, max: 2 });
	const stability = parameters.optionalNumber('options.stability', 'Stability', {
		min: 0,
		max: 100,
		integer: true,
	});
	const modelId = parameters.text('modelId', 'Model');
	const voiceId = parameters.locator('voiceId', 'Voice');
	const adjusted = speed !== undefined || stability !== undefined;
	checkModel(modelId, { ...support, language, adjusted });
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
			...(language !== undefined && { language }),
			...(normalize !== undefined && { normalize }),
			...(speed !== undefined && { speed_control: speed }),
			...(stability !== undefined && { stability }),
		},
		plan: {
			text: parameters.text('text', 'Text'),
			maxCharacters: readMaxCharacters(parameters),
			locale: language,
			file: {
				fileName: parameters.optionalText('options.fileName', 'File Name') ?? 'speech',
				// The provider speaks with one channel.
				...(container === 'raw' && encoding !== undefined && { raw: { encoding, sampleRate, channels: 1 } }),
			},
			binaryProperty: parameters.text('binaryPropertyOutput', 'Put Output in Field'),
			synthesis: { voiceId, modelId },
		},
	};
}
