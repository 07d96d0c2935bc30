import { defineOperation } from '../../../shared/operation/registry';
import { checkSubtitles, storeSubtitles, subtitlesField, withWords } from '../../../shared/speech/subtitles';
import { synthesizeText } from '../../../shared/speech/synthesizeText';
import * as api from '../../api';
import { fileFields, speechOf } from './fields';

const { options, ...speechFields } = fileFields;

export const synthesizeWithTimestamps = defineOperation({
	name: 'Synthesize With Timestamps',
	action: 'Synthesize speech with timestamps',
	description: 'Convert text to speech with the time of each word, and with subtitles if needed',
	fields: { ...speechFields, subtitles: subtitlesField, options },

	async execute(item, values) {
		const { plan, request } = speechOf(values, { streaming: false });
		checkSubtitles(values.subtitles, plan.binaryProperty);
		const speech = await synthesizeText(
			item,
			plan,
			async (call, transcript, store) =>
				await api.synthesizeWithTimestamps(call, { ...request, transcript }, async ({ source, words }) => ({
					stored: await store(source),
					words,
				})),
		);
		return [await storeSubtitles(item, withWords(speech), speech, values.subtitles, plan.locale)];
	},
});
