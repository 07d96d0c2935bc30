import { speakLongText } from '../../../shared/items/longText';
import { storeAudio } from '../../../shared/items/storeAudio';
import { optionsCollection, SPEECH_OPTIONS } from '../../../shared/operation/options';
import { audioItem } from '../../../shared/operation/output';
import { Parameters } from '../../../shared/operation/parameters';
import type { Operation } from '../../../shared/operation/registry';
import { runOn, storeSubtitles, SUBTITLE_FORMATS, subtitlesField } from '../../../shared/operation/subtitles';
import * as api from '../../api';
import { readSpeech, speechFields, speechOptions } from './fields';

const support = { streaming: false };

export const synthesizeWithTimestamps: Operation = {
	name: 'Synthesize With Timestamps',
	action: 'Synthesize speech with timestamps',
	description: 'Speak a text and learn when each word is spoken, with subtitles if you like',
	properties: [...speechFields(support), subtitlesField, optionsCollection(speechOptions, SPEECH_OPTIONS)],

	async execute(call) {
		const { request, wanted, binaryProperty, longText } = readSpeech(call, support);
		const format = new Parameters(call).choice('subtitles', 'Subtitles', SUBTITLE_FORMATS);

		const { stored, parts } = await speakLongText(
			call.context,
			longText,
			async (transcript) =>
				await api.synthesizeWithTimestamps(call, { ...request, transcript }, async ({ source, words }) => ({
					stored: await storeAudio(call.context, call, source, wanted),
					words,
				})),
		);

		const words = runOn(parts);
		const item = audioItem(call, 'synthesizeWithTimestamps', binaryProperty, stored, {
			voiceId: request.voice.id,
			modelId: request.model_id,
			text: request.transcript,
		});
		item.json['words'] = words.map((word) => ({ ...word }));
		return [await storeSubtitles(call, item, stored.audio, format, words, longText.locale)];
	},
};
