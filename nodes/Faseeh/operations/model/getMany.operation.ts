import { jsonItem } from '../../../shared/items/output';
import { limitFields, limitOf } from '../../../shared/operation/commonFields';
import { optionsField } from '../../../shared/operation/options';
import { defineOperation } from '../../../shared/operation/registry';
import { listModels } from '../../api';

export const getMany = defineOperation({
	name: 'Get Many',
	action: 'Get many models',
	description: 'List the models and their prices',
	fields: { ...limitFields, options: optionsField({}) },

	async execute(item, values) {
		const models = await listModels(item);
		return models.slice(0, limitOf(values)).map(jsonItem);
	},
});
