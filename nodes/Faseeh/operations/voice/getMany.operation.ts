import { limitFields, readLimit } from '../../../shared/operation/fields';
import { optionsCollection } from '../../../shared/operation/options';
import { jsonItem } from '../../../shared/operation/output';
import { Parameters } from '../../../shared/operation/parameters';
import type { Operation } from '../../../shared/operation/registry';
import { listVoices } from '../../api';

export const getMany: Operation = {
	name: 'Get Many',
	action: 'Get many voices',
	description: 'List the voices of the provider and your own',
	properties: [...limitFields, optionsCollection()],

	async execute(call) {
		const most = readLimit(new Parameters(call));
		const voices = await listVoices(call);
		return voices.slice(0, most).map(jsonItem);
	},
};
