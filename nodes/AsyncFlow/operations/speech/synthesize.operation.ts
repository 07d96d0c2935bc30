import { storeAudio } from '../../../shared/items/storeAudio';
import { AUDIO_OPTIONS, optionsCollection } from '../../../shared/operation/options';
import { audioItem } from '../../../shared/operation/output';
import type { Operation } from '../../../shared/operation/registry';
import * as api from '../../api';
import { readSpeech, speechFields, speechOptions } from './fields';

const support = { streaming: false };

export const synthesize: Operation = {
	name: 'Synthesize',
	action: 'Synthesize speech',
	description: 'Speak a text with a voice and get the audio file',
	properties: [...speechFields(support), optionsCollection(speechOptions, AUDIO_OPTIONS)],

	async execute(call) {
		const { request, wanted, binaryProperty } = readSpeech(call, support);
		const stored = await api.synthesize(
			call,
			request,
			async (response) => await storeAudio(call.context, call, response, wanted),
		);
		return [
			audioItem(call, 'synthesize', binaryProperty, stored, {
				voiceId: request.voice.id,
				modelId: request.model_id,
				text: request.transcript,
			}),
		];
	},
};
