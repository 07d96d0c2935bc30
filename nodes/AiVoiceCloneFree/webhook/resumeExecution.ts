import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { readWebhookFields } from '../../shared/fields/read';
import { isRecord } from '../../shared/http/json';
import { outputField } from '../../shared/operation/commonFields';
import { audioOptions, callOptionsOf, optionsField } from '../../shared/operation/options';
import { executionSubject } from '../../shared/webhook/callbackToken';
import { reply } from '../../shared/webhook/reply';
import { EXPECTED_BODY, openWebhook, readDelivery } from './delivery';
import { finishedItem } from './finishedItem';
import { verify } from './verify';

/** The fields of Create and Wait that say what to do with the audio. */
const FIELDS = {
	binaryPropertyOutput: outputField.orDefault(),
	options: optionsField(audioOptions('speech')),
};

/**
 * `webhook()` of a parked execution. n8n uses its return value as the output of the node and does not call `execute()`
 * again. Resumes the execution only for a delivery with our token, for the execution's own task, if the provider
 * confirms that the task has finished.
 */
export async function resumeExecution(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const subject = executionSubject(context.getExecutionId(), context.getNode().id);
	const { call, signed } = await openWebhook(context, subject);
	if (!signed) return reply(context, 401, 'Not authorized');
	const delivery = readDelivery(context.getBodyData());
	if (delivery === undefined) return reply(context, 400, EXPECTED_BODY);

	const json: unknown = context.evaluateExpression('{{ $json }}', 0);
	const pending = isRecord(json) ? json : {};
	if (delivery.taskId !== pending.taskId)
		return reply(context, 401, 'This execution is waiting for another task');
	const verification = await verify(call, delivery.taskId);
	if (verification.outcome === 'rejected') return reply(context, 401, 'Unknown task');
	if (verification.outcome !== 'task') {
		return reply(context, 503, 'The task could not be verified. Send the delivery again');
	}
	const { task } = verification;
	if (task.status === 'running') return reply(context, 409, 'The task has not finished yet');

	const values = readWebhookFields(context, FIELDS);
	const { policy, options } = callOptionsOf(values.options);
	const output = {
		operation: String(pending.operation),
		binaryProperty: values.binaryPropertyOutput,
		fileName: values.options.fileName,
	};
	reply(context, 200, 'Accepted');
	// Add the requests from before the execution was parked.
	const usage = {
		requests: call.usage.requests + Number(pending.requests ?? 0),
		retries: call.usage.retries + Number(pending.retries ?? 0),
		uncertainRepeats: 0,
	};
	const item = await finishedItem({ ...call, usage, policy, options }, task, output);
	const { characters } = pending;
	item.json = { ...item.json, ...(typeof characters === 'number' && { characters }) };
	return { noWebhookResponse: true, workflowData: [[{ ...item, pairedItem: { item: 0 } }]] };
}
