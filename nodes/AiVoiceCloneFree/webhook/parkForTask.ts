import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { settle } from '../../shared/concurrency/settle';
import { InputError } from '../../shared/http/errors';
import { jsonItem } from '../../shared/items/output';
import type { ItemCall } from '../../shared/operation/registry';
import type { CloneRequest } from '../api';
import { createTask, withTaskId } from '../api';
import { resumeUrl } from './callbackUrl';

/**
 * Creates a task and parks the execution until the provider calls back, at most until the time is up.
 *
 * @returns What the next node gets when no call comes: the ID of the task, with `status: "pending"`.
 */
export async function parkForTask(
	call: ItemCall,
	readRequest: () => Promise<CloneRequest>,
	maxWait: number,
): Promise<INodeExecutionData> {
	const { context, connection, usage } = call;
	const input = context.getInputData();
	if (input.length > 1) {
		throw new InputError(
			`Wait Mode “Callback” takes one item, but ${input.length} came in`,
			'An execution can be parked only once at a time. Choose Poll, or put Loop Over Items in front with a batch size of 1',
		);
	}
	// Fixed before the task is paid for, so that nothing in between can make it come to nothing.
	const deadline = new Date(Date.now() + maxWait * 1000);
	const callbackUrl = resumeUrl(call);
	const { form, text, characters } = await readRequest();
	const task = await createTask(call, form(text, callbackUrl));
	call.ledger.keepId('taskId', task.id);
	const parked = await settle(park());
	if (parked.status === 'rejected') throw withTaskId(task.id, parked.reason);
	return parked.value;

	async function park(): Promise<INodeExecutionData> {
		const pending: IDataObject = {
			...jsonItem(input[0]?.json ?? {}).json,
			provider: connection.provider.id,
			operation: 'createAndWait',
			taskId: task.id,
			status: 'pending',
			characters,
			requests: usage.requests,
			retries: usage.retries,
		};
		// When the time is up n8n hands on the input of the node, and not what it returned. The input's own
		// fields stay, since parameters are evaluated with them when the call comes; one called `error` would
		// make n8n take this for a failure and run the node again.
		context.getExecuteData().data.main = [[{ json: pending, pairedItem: { item: 0 } }]];
		await context.putExecutionToWait(deadline);
		return { json: pending };
	}
}
