import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { settle } from '../../shared/concurrency/settle';
import { InputError } from '../../shared/http/errors';
import { jsonItem } from '../../shared/items/output';
import type { ItemCall } from '../../shared/operation/registry';
import type { CloneRequest } from '../api';
import { createTask, withTaskId } from '../api';
import { resumeUrl } from './callbackUrl';

/**
 * Creates a task and parks the execution until the callback arrives, at most for `maxWait`.
 *
 * @returns The output if no callback arrives: the task ID with `status: "pending"`.
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
			`Wait Mode “Callback” supports one item, but the input has ${input.length}`,
			'An execution can wait for only one callback at a time. Choose Poll, or add Loop Over Items before this node with a batch size of 1',
		);
	}
	// Compute these before the task is paid for, so that nothing can fail afterwards.
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
			operation: call.operation,
			taskId: task.id,
			status: 'pending',
			characters,
			requests: usage.requests,
			retries: usage.retries,
		};
		// If no callback arrives, n8n passes on the node's input instead of its output, so replace the input. Keep its
		// fields, since parameters are evaluated with them when the callback arrives. `jsonItem` renames a field
		// `error`, which would make n8n run the node again.
		context.getExecuteData().data.main = [[{ json: pending, pairedItem: { item: 0 } }]];
		await context.putExecutionToWait(deadline);
		return { json: pending };
	}
}
