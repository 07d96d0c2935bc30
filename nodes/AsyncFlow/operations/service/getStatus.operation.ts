import { jsonItem } from '../../../shared/items/output';
import { optionsCollection } from '../../../shared/operation/options';
import type { Operation } from '../../../shared/operation/registry';
import * as api from '../../api';

export const getStatus: Operation = {
	name: 'Get Status',
	action: 'Get service status',
	description: 'Ask whether the service is up, without using the API key',
	properties: [optionsCollection()],

	async execute(item) {
		return [jsonItem(await api.getStatus(item))];
	},
};
