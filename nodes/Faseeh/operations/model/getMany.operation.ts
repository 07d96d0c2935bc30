import { limitFields, readLimit } from '../../../shared/operation/fields';
import { optionsCollection } from '../../../shared/operation/options';
import { jsonItem } from '../../../shared/operation/output';
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
