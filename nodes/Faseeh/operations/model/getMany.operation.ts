import { jsonItem } from '../../../shared/items/output';
import { limitFields, readLimit } from '../../../shared/operation/commonFields';
import { optionsCollection } from '../../../shared/operation/options';
import type { Operation } from '../../../shared/operation/registry';
import { listModels } from '../../api';

export const getMany: Operation = {
	name: 'Get Many',
	action: 'Get many models',
	description: 'List the models and what they cost',
	properties: [...limitFields, optionsCollection()],

	async execute(item) {
		const most = readLimit(item.parameters);
		const models = await listModels(item);
		return models.slice(0, most).map(jsonItem);
	},
};
