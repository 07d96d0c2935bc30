import { defineOperation } from '../../../shared/operation/registry';
import { synthesizeText } from '../../../shared/speech/synthesizeText';
import * as api from '../../api';
import { speechFields, speechOf } from './fields';

export const synthesize = defineOperation({
	name: 'Synthesize',
	action: 'Synthesize speech',
	description: 'Convert text to speech and get a WAV file',
	fields: speechFields,

	async execute(item, values) {
		const { plan, request } = speechOf(values);
		const speech = await synthesizeText(item, plan, async (call, text, store) => ({
			stored: await api.synthesize(call, values.modelId, { ...request, text }, store),
		}));
		return [speech.item];
	},
});
