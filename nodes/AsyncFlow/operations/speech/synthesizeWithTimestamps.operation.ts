import { optionsCollection, SPEECH_OPTIONS } from '../../../shared/operation/options';
import type { Operation } from '../../../shared/operation/registry';
import { readSubtitles, storeSubtitles, subtitlesField, withWords } from '../../../shared/speech/subtitles';
import { synthesizeText } from '../../../shared/speech/synthesizeText';
import * as api from '../../api';
import { readSpeech, speechFields, speechOptions } from './fields';

const support = { streaming: false };

export const synthesizeWithTimestamps: Operation = {
	name: 'Synthesize With Timestamps',
	action: 'Synthesize speech with timestamps',
	description: 'Speak a text and learn when each word is spoken, with subtitles if you like',
	properties: [...speechFields(support), subtitlesField, optionsCollection(speechOptions, SPEECH_OPTIONS)],

	async execute(item) {
		const { plan, request } = readSpeech(item, support);
		const format = readSubtitles(item, plan.binaryProperty);
		const speech = await synthesizeText(
			item,
			plan,
			async (call, transcript, store) =>
				await api.synthesizeWithTimestamps(call, { ...request, transcript }, async ({ source, words }) => ({
					stored: await store(source),
					words,
				})),
		);
		const output = withWords(speech);
		return [await storeSubtitles(item, output, speech, format, plan.locale)];
	},
};
