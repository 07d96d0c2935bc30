import { defineOperation } from '../../../shared/operation/registry';
import * as api from '../../api';
import { speechOf, streamFields } from './fields';
import { synthesizeItem } from './synthesizeItem';

export const synthesizeStream = defineOperation({
	name: 'Synthesize Stream',
	action: 'Synthesize speech as stream',
	description: 'Convert text to speech with the streaming endpoint, which supports all models',
	fields: streamFields,

	async execute(item, values) {
		return await synthesizeItem(item, speechOf(values, { streaming: true }), api.synthesizeStream);
	},
});
