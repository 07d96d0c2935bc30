import type { INodeExecutionData } from 'n8n-workflow';

import { jsonItem } from '../../../shared/items/output';
import { limitFields, limitOf } from '../../../shared/operation/commonFields';
import { optionsField } from '../../../shared/operation/options';
import { defineOperation } from '../../../shared/operation/registry';
import type { Entry } from '../../api';
import { listVoices } from '../../api';

export const getMany = defineOperation({
	name: 'Get Many',
	action: 'Get many voices',
	description: "List the provider's voices and your own",
	fields: { ...limitFields, options: optionsField({}) },

	async execute(item, values) {
		const voices = await listVoices(item);
		return voices.slice(0, limitOf(values)).map(voiceItem);
	},
});

/** The ID comes first, under the name that all outputs use. */
function voiceItem(voice: Entry): INodeExecutionData {
	const { voice_id: id } = voice;
	return jsonItem({ ...(typeof id === 'string' && { voiceId: id }), ...voice });
}
