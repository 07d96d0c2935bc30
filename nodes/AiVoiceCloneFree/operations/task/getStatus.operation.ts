import { optionsCollection } from '../../../shared/operation/options';
import { jsonItem } from '../../../shared/operation/output';
import { Parameters } from '../../../shared/operation/parameters';
import type { Operation } from '../../../shared/operation/registry';
import { getTask } from '../../api';
import { taskIdField } from '../fields';

export const getStatus: Operation = {
	name: 'Get Status',
	action: 'Get task status',
	description: 'Look how far a task is',
	properties: [taskIdField, optionsCollection()],

	async execute(call) {
		const taskId = new Parameters(call).text('taskId', 'Task ID').trim();
		const { answer } = await getTask(call, taskId);
		return [jsonItem(answer)];
	},
};
