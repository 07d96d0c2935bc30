import { storeWhole } from '../../../shared/binary/storeWhole';
import { settle } from '../../../shared/concurrency/settle';
import { ProviderError } from '../../../shared/http/errors';
import { excerpt } from '../../../shared/http/redact';
import { audioItem } from '../../../shared/items/output';
import { outputField } from '../../../shared/operation/commonFields';
import { optionsField, unnamedAudioOptions } from '../../../shared/operation/options';
import type { ItemCall } from '../../../shared/operation/registry';
import { defineOperation } from '../../../shared/operation/registry';
import { downloadResult, getTask, taskFailed } from '../../api';
import { EXPIRED } from '../../provider';
import { taskIdField } from '../fields';

export const getResult = defineOperation({
	name: 'Get Result',
	action: 'Get task result',
	description: 'Get the audio of a completed task',
	fields: {
		taskId: taskIdField,
		binaryPropertyOutput: outputField,
		options: optionsField(unnamedAudioOptions),
	},

	async execute(item, { taskId, binaryPropertyOutput, options }) {
		const fileName = options.fileName ?? `task_${taskId}`;
		// Whatever fails from here on, its error names the ID.
		item.ledger.facts.taskId = taskId;
		const download = await settle(
			downloadResult(
				item,
				taskId,
				async (source) => await storeWhole(item.context, item, source, { fileName }),
			),
		);
		if (download.status === 'rejected') throw await explainMissingResult(item, taskId, download.reason);
		const task = { taskId, status: 'completed' };
		return [audioItem(item, binaryPropertyOutput, download.value, { task })];
	},
});

/** The provider says the same of a task that is unknown and of one that is not ready; its status tells them apart. */
async function explainMissingResult(item: ItemCall, taskId: string, reason: unknown): Promise<unknown> {
	if (!(reason instanceof ProviderError)) return reason;
	if (reason.kind !== 'unusable' && ![400, 404, 409, 425].includes(reason.status ?? 0)) return reason;
	const task = await getTask(item, taskId).catch(() => undefined);
	if (task?.status === 'failed') return taskFailed(item, task);
	if (task === undefined || (task.status === 'completed' && reason.kind === 'unusable')) return reason;
	const { status } = reason;
	if (task.status === 'completed') return new ProviderError({ kind: 'refused', ...EXPIRED, status });
	return new ProviderError({
		kind: 'refused',
		title: `The task is not completed yet (status “${excerpt(item.connection, task.rawStatus, 50) ?? ''}”)`,
		nextStep: 'Try again in a minute. To wait automatically, use Create and Wait or the trigger',
		status,
	});
}
