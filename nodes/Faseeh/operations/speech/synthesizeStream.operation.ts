import { defineOperation } from '../../../shared/operation/registry';
import { synthesizeText } from '../../../shared/speech/synthesizeText';
import * as api from '../../api';
import { containerField, joinFor } from '../fields';
import { speechFields, speechOf } from './fields';

const { binaryPropertyOutput, options, ...fields } = speechFields;

export const synthesizeStream = defineOperation({
	name: 'Synthesize Stream',
	action: 'Synthesize speech as stream',
	description: 'Convert text to speech with the streaming endpoint and get a WAV file or raw samples',
	fields: { ...fields, container: containerField, binaryPropertyOutput, options },

	async execute(item, values) {
		const { plan, request } = speechOf(values);
		const join = joinFor(values.container);
		const speech = await synthesizeText(item, { ...plan, join }, async (call, text, store) => ({
			stored: await api.synthesizeStream(
				call,
				values.modelId,
				{ ...request, text },
				async ({ source, format }) => await store(source, format),
			),
		}));
		return [speech.item];
	},
});
