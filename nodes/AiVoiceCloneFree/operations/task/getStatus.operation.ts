import { jsonItem } from '../../../shared/items/output';
import { optionsCollection } from '../../../shared/operation/options';
import type { Operation } from '../../../shared/operation/registry';
import { getTask } from '../../api';
import { taskIdField } from '../fields';

export const getStatus: Operation = {
	name: 'Get Status',
	action: 'Get task status',
	description: 'Get the status of a task',
	properties: [taskIdField, optionsCollection()],

	async execute(item) {
		const taskId = item.parameters.text('taskId', 'Task ID').trim();
		const { answer } = await getTask(item, taskId);
		return [jsonItem({ taskId, ...answer })];
	},
};
