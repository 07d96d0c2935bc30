import { speakLongText } from '../../../shared/items/longText';
import { storeAudio } from '../../../shared/items/storeAudio';
import { audioItem } from '../../../shared/operation/output';
import { Parameters } from '../../../shared/operation/parameters';
import type { Operation } from '../../../shared/operation/registry';
import * as api from '../../api';
import { containerField, readContainer } from '../fields';
import { readSpeech, speechFields, spoken } from './fields';

export const synthesizeStream: Operation = {
	name: 'Synthesize Stream',
	action: 'Synthesize speech as stream',
	description: 'Speak a text with a voice and get the audio while it is made, as WAV or as samples',
	properties: speechFields(containerField),

	async execute(call) {
		const speech = readSpeech(call);
		const { modelId, request, fileName, binaryProperty } = speech;
		const join = readContainer(new Parameters(call));
		const longText = { ...speech.longText, ...(join !== undefined && { join }) };
		const { stored } = await speakLongText(call.context, longText, async (text) => ({
			stored: await api.synthesizeStream(
				call,
				modelId,
				{ ...request, text },
				async ({ source, format: raw }) => await storeAudio(call.context, call, source, { fileName, raw }),
			),
		}));
		return [audioItem(call, 'synthesizeStream', binaryProperty, stored, spoken(speech))];
	},
};
