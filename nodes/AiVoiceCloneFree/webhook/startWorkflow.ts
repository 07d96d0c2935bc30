import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { ItemParameters } from '../../shared/fields/read';
import { connect } from '../../shared/http/connect';
import { InputError } from '../../shared/http/errors';
import { jsonItem } from '../../shared/items/output';
import { toNodeError } from '../../shared/items/toNodeError';
import { claim, releaseClaim } from '../../shared/webhook/claim';
import { aiVoiceCloneFree } from '../provider';
import type { AcceptedTask } from './acceptedTask';
import { fromItem } from './acceptedTask';
import { DOWNLOAD_POLICY } from './delivery';
import type { FinishedCall } from './finishedItem';
import { finishedItem } from './finishedItem';
import { markStarted, taskKey, unmarkStarted } from './startedTasks';
import { triggerFields } from './triggerFields';

/** Names that an item has from the node and not from the provider, nor from an unverified call. */
const OWN_NAMES = new Set([
	...['provider', 'operation', 'taskId', 'requests', 'retries', 'verified'],
	...['audio', 'audioUnavailable', 'failureReason'],
]);

/**
 * `execute()` of the trigger: runs in the execution that a call has started, on a worker in queue mode. Claims
 * the task, so that of several executions for the same task and state one goes on, and downloads the audio.
 *
 * @returns No item for a task that another execution has claimed; this one then ends.
 */
export async function startWorkflow(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	try {
		const task = fromItem(context.getInputData()[0]);
		if (task === undefined) {
			throw new InputError(
				'The trigger was started without a call of the provider',
				'Call its webhook URL, or pin the data of an earlier execution',
			);
		}
		// Whatever can be wrong with the settings shows before the task is claimed.
		const settings = readSettings(context);
		const connection = await connect(context, aiVoiceCloneFree, 1);
		const call = {
			context,
			connection,
			policy: DOWNLOAD_POLICY,
			usage: { ...task.usage, uncertainRepeats: 0 },
			stopping: connection.cancelled ?? new AbortController().signal,
			options: { audioLink: false },
		};
		return [await onlyOnce(context, task, async () => await itemOf(call, task, settings))];
	} catch (error) {
		throw toNodeError(error, {
			node: context.getNode(),
			provider: 'AI Voice Clone Free Trigger',
			action: '',
		});
	}
}

/**
 * Does the work if this execution is the first one for the task. A test in the editor always does; so does an
 * execution that a person retries, since it may have been the first.
 */
async function onlyOnce(
	context: IExecuteFunctions,
	{ id, status }: AcceptedTask,
	work: () => Promise<INodeExecutionData>,
): Promise<INodeExecutionData[]> {
	const mode = context.getMode();
	if (mode === 'manual') return [await work()];
	const key = taskKey(id, status);
	const isFirst = await claim(context, key);
	markStarted(context, id, status);
	if (!isFirst && mode !== 'retry') {
		context.logger.info('A task has started the workflow before; this execution ends', { taskId: id });
		return [];
	}
	let finished = false;
	try {
		const item = await work();
		finished = true;
		return [item];
	} finally {
		// Nothing has come of it, so the next call about this task may start the workflow.
		if (!finished) {
			unmarkStarted(context, id, status);
			await releaseClaim(context, key);
		}
	}
}

interface Settings {
	readonly downloadAudio: boolean;
	readonly binaryProperty: string;
}

function readSettings(context: IExecuteFunctions): Settings {
	const { options } = new ItemParameters(context).read(triggerFields, 0);
	return { downloadAudio: options.downloadAudio, binaryProperty: options.binaryPropertyOutput };
}

/** What the provider says of the task, under its names, and what the node adds. */
async function itemOf(
	call: FinishedCall,
	task: AcceptedTask,
	{ downloadAudio, binaryProperty }: Settings,
): Promise<INodeExecutionData> {
	const { id: taskId, status, verified } = task;
	const foreign = Object.entries(task.fields).filter(([name]) => !OWN_NAMES.has(name));
	const fields: IDataObject = jsonItem(Object.fromEntries(foreign)).json;
	const operation = 'trigger';
	if (task.state === 'completed' && !downloadAudio) {
		const provider = call.connection.provider.id;
		return { json: { ...fields, provider, operation, taskId, status, verified }, pairedItem: { item: 0 } };
	}
	const item = await finishedItem(call, task, { operation, binaryProperty, fileName: `task_${taskId}` });
	return { ...item, json: { ...fields, ...item.json, verified }, pairedItem: { item: 0 } };
}
