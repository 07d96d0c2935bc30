import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { settle } from '../../shared/concurrency/settle';
import { ItemParameters } from '../../shared/fields/read';
import { callOf, connect } from '../../shared/http/connect';
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
import { outputFields } from './triggerFields';

/** Fields that only the node sets, never the provider or an unverified delivery. */
const OWN_NAMES = new Set([
	...['provider', 'operation', 'taskId', 'requests', 'retries', 'verified'],
	...['audio', 'audioUnavailable', 'failureReason'],
]);

/**
 * `execute()` of the trigger, in the execution that a delivery started, on a worker in queue mode. Claims the task, so
 * that only one execution per task and status continues, and downloads the audio.
 *
 * @returns No item if another execution has claimed the task; this execution then ends.
 */
export async function startWorkflow(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	try {
		const task = fromItem(context.getInputData()[0]);
		if (task === undefined) {
			throw new InputError(
				'The trigger was started without a callback from the provider',
				'Send a request to its webhook URL, or pin the data of an earlier execution',
			);
		}
		// Read the settings first, so that an invalid one fails before the task is claimed.
		const settings = readSettings(context);
		const connection = await connect(context, aiVoiceCloneFree, 1);
		const call = {
			...callOf(connection, DOWNLOAD_POLICY),
			context,
			usage: { ...task.usage, uncertainRepeats: 0 },
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
 * Does the work if this execution is the first for the task. A test in the editor always does the work, and so does
 * an execution that a user retries, because it may have been the first.
 */
async function onlyOnce(
	context: IExecuteFunctions,
	{ id, rawStatus: status }: AcceptedTask,
	work: () => Promise<INodeExecutionData>,
): Promise<INodeExecutionData[]> {
	const mode = context.getMode();
	if (mode === 'manual') return [await work()];
	const key = taskKey(id, status);
	const isFirst = await claim(context, key);
	markStarted(context, id, status);
	if (!isFirst && mode !== 'retry') {
		context.logger.info('The task has already started the workflow; ending this execution', { taskId: id });
		return [];
	}
	const outcome = await settle(work());
	if (outcome.status === 'fulfilled') return [outcome.value];
	// Let the next delivery for this task start the workflow.
	unmarkStarted(context, id, status);
	await releaseClaim(context, key);
	throw outcome.reason;
}

interface Settings {
	readonly downloadAudio: boolean;
	readonly binaryProperty: string;
}

function readSettings(context: IExecuteFunctions): Settings {
	const { options } = new ItemParameters(context).read(outputFields, 0);
	return { downloadAudio: options.downloadAudio, binaryProperty: options.binaryPropertyOutput };
}

/** Returns the provider's fields under their own names, and the fields of the node. */
async function itemOf(
	call: FinishedCall,
	task: AcceptedTask,
	{ downloadAudio, binaryProperty }: Settings,
): Promise<INodeExecutionData> {
	const { id: taskId, rawStatus: status, verified } = task;
	const providerFields = Object.entries(task.fields).filter(([name]) => !OWN_NAMES.has(name));
	const fields: IDataObject = jsonItem(Object.fromEntries(providerFields)).json;
	const operation = 'trigger';
	if (task.status === 'completed' && !downloadAudio) {
		const provider = call.connection.provider.id;
		return { json: { ...fields, provider, operation, taskId, status, verified }, pairedItem: { item: 0 } };
	}
	const item = await finishedItem(call, task, { operation, binaryProperty, fileName: `task_${taskId}` });
	return { ...item, json: { ...fields, ...item.json, verified }, pairedItem: { item: 0 } };
}
