import { SPEECH_OPTIONS, optionsCollection } from '../../../shared/operation/options';
import type { Operation } from '../../../shared/operation/registry';
import * as api from '../../api';
import { speechFields, speechOptions } from './fields';
import { synthesizeItem } from './speak';

const support = { streaming: false };

export const synthesize: Operation = {
	name: 'Synthesize',
	action: 'Synthesize speech',
	description: 'Speak a text with a voice and get the audio file',
	properties: [...speechFields(support), optionsCollection(speechOptions, SPEECH_OPTIONS)],

	async execute(item) {
		return [await synthesizeItem(item, support, api.synthesize)];
	},
};
