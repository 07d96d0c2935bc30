import type { Operation } from '../../../shared/operation/registry';
import { synthesizeText } from '../../../shared/speech/synthesizeText';
import * as api from '../../api';
import { containerField, readContainer } from '../fields';
import { readSpeech, speechFields } from './fields';

export const synthesizeStream: Operation = {
	name: 'Synthesize Stream',
	action: 'Synthesize speech as stream',
	description: 'Speak a text with a voice and get the audio while it is made, as WAV or as samples',
	properties: speechFields(containerField),

	async execute(item) {
		const { plan, request, modelId } = readSpeech(item);
		const join = readContainer(item.parameters);
		const speech = await synthesizeText(item, { ...plan, join }, async (call, text, store) => ({
			stored: await api.synthesizeStream(
				call,
				modelId,
				{ ...request, text },
				async ({ source, format }) => await store(source, format),
			),
		}));
		return [speech.item];
	},
};
