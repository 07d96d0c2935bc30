import { ProviderError } from '../../../shared/http/errors';
import { storeAudio } from '../../../shared/items/storeAudio';
import { outputField } from '../../../shared/operation/fields';
import { LINK_OPTIONS, optionsCollection } from '../../../shared/operation/options';
import { audioItem } from '../../../shared/operation/output';
import { Parameters } from '../../../shared/operation/parameters';
import type { ItemCall, Operation } from '../../../shared/operation/registry';
import { downloadResult, getTask, taskFailed } from '../../api';
import { EXPIRED } from '../../provider';
import { taskIdField } from '../fields';

export const getResult: Operation = {
	name: 'Get Result',
	action: 'Get task result',
	description: 'Get the audio of a completed task',
	properties: [taskIdField, outputField, optionsCollection(LINK_OPTIONS)],

	async execute(call) {
		const parameters = new Parameters(call);
		const taskId = parameters.text('taskId', 'Task ID').trim();
		const binaryProperty = parameters.text('binaryPropertyOutput', 'Put Output in Field');
		const fileName = parameters.optionalText('options.fileName') ?? `task_${taskId}`;
		const [download] = await Promise.allSettled([
			downloadResult(
				call,
				taskId,
				async (source) => await storeAudio(call.context, call, source, { fileName }),
			),
		]);
		if (download.status === 'rejected') throw await whyMissing(call, taskId, download.reason);
		const task = { taskId, status: 'completed' };
		return [audioItem(call, 'getResult', binaryProperty, download.value, { task })];
	},
};

/** The provider says the same of a task that is unknown and of one that is not ready; its state tells them apart. */
async function whyMissing(call: ItemCall, taskId: string, reason: unknown): Promise<unknown> {
	if (!(reason instanceof ProviderError)) return reason;
	if (reason.kind !== 'unusable' && ![400, 404, 409, 425].includes(reason.status ?? 0)) return reason;
	const task = await getTask(call, taskId).catch(() => undefined);
	if (task?.state === 'failed') return taskFailed(call, task);
	if (task === undefined || (task.state === 'completed' && reason.kind === 'unusable')) return reason;
	const { status } = reason;
	const error =
		task.state === 'completed'
			? new ProviderError({ kind: 'refused', ...EXPIRED, status })
			: new ProviderError({
					kind: 'refused',
					title: `The task is not completed yet (its state is “${task.status}”)`,
					nextStep:
						'Try again in a minute. Create and Wait waits by itself, and the trigger starts a workflow then',
					status,
				});
	error.details = { taskId };
	return error;
}
