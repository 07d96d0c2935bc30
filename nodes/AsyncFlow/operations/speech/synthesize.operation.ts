import { defineOperation } from '../../../shared/operation/registry';
import * as api from '../../api';
import { fileFields, speechOf } from './fields';
import { synthesizeItem } from './synthesizeItem';

export const synthesize = defineOperation({
	name: 'Synthesize',
	action: 'Synthesize speech',
	description: 'Convert text to speech and get an audio file',
	fields: fileFields,

	async execute(item, values) {
		return await synthesizeItem(item, speechOf(values, { streaming: false }), api.synthesize);
	},
});
