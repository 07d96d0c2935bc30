import type { Operation } from '../../../shared/operation/registry';
import { synthesizeText } from '../../../shared/speech/synthesizeText';
import * as api from '../../api';
import { readSpeech, speechFields } from './fields';

export const synthesize: Operation = {
	name: 'Synthesize',
	action: 'Synthesize speech',
	description: 'Speak a text with a voice and get a WAV file',
	properties: speechFields(),

	async execute(item) {
		const { plan, request, modelId } = readSpeech(item);
		const speech = await synthesizeText(item, plan, async (call, text, store) => ({
			stored: await api.synthesize(call, modelId, { ...request, text }, store),
		}));
		return [speech.item];
	},
};
