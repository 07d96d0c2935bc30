import type { IDataObject, INodeExecutionData, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { settle } from '../../shared/concurrency/settle';
import { InputError } from '../../shared/http/errors';
import { isRecord } from '../../shared/http/json';
import { readOptions } from '../../shared/operation/options';
import { jsonItem } from '../../shared/operation/output';
import { Parameters } from '../../shared/operation/parameters';
import type { ItemCall } from '../../shared/operation/registry';
import { hasCallbackToken } from '../../shared/webhook/callbackToken';
import { reply } from '../../shared/webhook/reply';
import { createTask } from '../api';
import { finishedItem, openWebhook, readDelivery, verify } from '../delivery';
import { executionSubject, resumeUrl } from './callbackUrl';
import { readTaskRequest } from './fields';
import { withTaskId } from './waitForTask';

/**
 * Creates a task and parks the execution until the provider calls back, at most until the time is up.
 *
 * @returns What the next node gets when no call comes: the ID of the task, with `status: "pending"`.
 */
export async function parkForTask(call: ItemCall, maxWaitMs: number): Promise<INodeExecutionData> {
	const { context, connection, usage } = call;
	const input = context.getInputData();
	if (input.length > 1) {
		throw new InputError(
			`Wait Mode “Callback” takes one item, but ${input.length} came in`,
			'An execution can be parked only once at a time. Choose Poll, or put Loop Over Items in front with a batch size of 1',
		);
	}
	// Fixed before the task is paid for, so that nothing in between can make it come to nothing.
	const deadline = new Date(Date.now() + maxWaitMs);
	const callbackUrl = resumeUrl(call);
	const { form, text, characters } = await readTaskRequest(call);
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
			...usage,
		};
		// When the time is up n8n hands on the input of the node, and not what it returned. The input's own
		// fields stay, since parameters are evaluated with them when the call comes; one called `error` would
		// make n8n take this for a failure and run the node again.
		context.getExecuteData().data['main'] = [[{ json: pending, pairedItem: { item: 0 } }]];
		await context.putExecutionToWait(deadline);
		return { json: pending };
	}
}

/**
 * The provider's call to a parked execution. Nothing resumes it but a call with our token, for our task,
 * of which the provider itself says that it is over.
 */
export async function resumeFromCallback(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const call = await openWebhook(context);
	const { apiKey } = call.connection;
	const subject = executionSubject(context.getExecutionId(), context.getNode().id);
	if (!hasCallbackToken(context.getQueryData(), apiKey, subject))
		return reply(context, 401, 'Not authorized');
	const delivery = readDelivery(context.getBodyData());
	if (delivery === undefined) return reply(context, 400, 'No task ID and status');

	const waitsFor: unknown = context.evaluateExpression('{{ $json }}', 0);
	const pending = isRecord(waitsFor) ? waitsFor : {};
	if (delivery.taskId !== pending['taskId'])
		return reply(context, 401, 'This execution waits for another task');
	const task = await verify(call, delivery.taskId);
	if (task === 'unreachable') return reply(context, 503, 'The task could not be verified; send this again');
	if (task === 'unknown' || task.state === 'running') return reply(context, 409, 'The task is not over yet');

	const parameters = new Parameters({ context });
	const { policy, ...options } = readOptions(parameters);
	const wanted = {
		operation: 'createAndWait',
		binaryProperty: parameters.optionalText('binaryPropertyOutput', 'Put Output in Field') ?? 'data',
		fileName: parameters.optionalText('options.fileName', 'File Name') ?? 'speech',
	};
	reply(context, 200, 'Accepted');
	// Those of the run that was parked count as well.
	const usage = {
		requests: call.usage.requests + Number(pending['requests'] ?? 0),
		retries: call.usage.retries + Number(pending['retries'] ?? 0),
		uncertainRepeats: call.usage.uncertainRepeats + Number(pending['uncertainRepeats'] ?? 0),
	};
	const item = await finishedItem({ ...call, usage, policy, options }, task, wanted);
	const { characters } = pending;
	item.json = { ...item.json, ...(typeof characters === 'number' && { characters }) };
	return { noWebhookResponse: true, workflowData: [[{ ...item, pairedItem: { item: 0 } }]] };
}
