import type { INodeExecutionData } from 'n8n-workflow';

import { jsonItem } from '../../../shared/items/output';
import { limitFields, readLimit } from '../../../shared/operation/commonFields';
import { optionsCollection } from '../../../shared/operation/options';
import type { Operation } from '../../../shared/operation/registry';
import type { Entry } from '../../api';
import { listVoices } from '../../api';

export const getMany: Operation = {
	name: 'Get Many',
	action: 'Get many voices',
	description: 'List the voices of the provider and your own',
	properties: [...limitFields, optionsCollection()],

	async execute(item) {
		const most = readLimit(item.parameters);
		const voices = await listVoices(item);
		return voices.slice(0, most).map(voiceItem);
	},
};

/** The ID comes first, under the name that all outputs have for it. */
function voiceItem(voice: Entry): INodeExecutionData {
	const { voice_id: id } = voice;
	return jsonItem({ ...(typeof id === 'string' && { voiceId: id }), ...voice });
}
