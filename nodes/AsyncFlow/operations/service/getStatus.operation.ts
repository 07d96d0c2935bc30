import { jsonItem } from '../../../shared/items/output';
import { optionsField } from '../../../shared/operation/options';
import { defineOperation } from '../../../shared/operation/registry';
import * as api from '../../api';

export const getStatus = defineOperation({
	name: 'Get Status',
	action: 'Get service status',
	description: 'Check whether the service is available, without using the API key',
	fields: { options: optionsField({}) },

	async execute(item) {
		return [jsonItem(await api.getStatus(item))];
	},
});
