import { speakLongText } from '../../../shared/items/longText';
import { storeAudio } from '../../../shared/items/storeAudio';
import { audioItem } from '../../../shared/operation/output';
import type { Operation } from '../../../shared/operation/registry';
import * as api from '../../api';
import { readSpeech, speechFields, spoken } from './fields';

export const synthesize: Operation = {
	name: 'Synthesize',
	action: 'Synthesize speech',
	description: 'Speak a text with a voice and get a WAV file',
	properties: speechFields(),

	async execute(call) {
		const speech = readSpeech(call);
		const { modelId, request, fileName, binaryProperty } = speech;
		const { stored } = await speakLongText(call.context, speech.longText, async (text) => ({
			stored: await api.synthesize(
				call,
				modelId,
				{ ...request, text },
				async (source) => await storeAudio(call.context, call, source, { fileName }),
			),
		}));
		return [audioItem(call, 'synthesize', binaryProperty, stored, spoken(speech))];
	},
};
