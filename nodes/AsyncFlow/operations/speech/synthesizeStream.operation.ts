import { SPEECH_OPTIONS, optionsCollection } from '../../../shared/operation/options';
import type { Operation } from '../../../shared/operation/registry';
import * as api from '../../api';
import { speechFields, speechOptions } from './fields';
import { synthesizeItem } from './speak';

const support = { streaming: true };

export const synthesizeStream: Operation = {
	name: 'Synthesize Stream',
	action: 'Synthesize speech as stream',
	description: 'Speak a text with a voice, sent while it is made; also with the models that only stream',
	properties: [...speechFields(support), optionsCollection(speechOptions, SPEECH_OPTIONS)],

	async execute(item) {
		return [await synthesizeItem(item, support, api.synthesizeStream)];
	},
};
