import { jsonItem } from '../../../shared/items/output';
import { optionsField } from '../../../shared/operation/options';
import { defineOperation } from '../../../shared/operation/registry';
import { getTask } from '../../api';
import { taskIdField } from '../fields';

export const getStatus = defineOperation({
	name: 'Get Status',
	action: 'Get task status',
	description: 'Get the status of a task',
	fields: { taskId: taskIdField, options: optionsField({}) },

	async execute(item, { taskId }) {
		const { answer } = await getTask(item, taskId);
		return [jsonItem({ taskId, ...answer })];
	},
});
