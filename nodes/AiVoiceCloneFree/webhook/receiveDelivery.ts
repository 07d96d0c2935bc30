import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { readWebhookFields } from '../../shared/fields/read';
import { excerpt } from '../../shared/http/redact';
import type { WebhookCall } from '../../shared/operation/registry';
import { webhookSubject } from '../../shared/webhook/callbackToken';
import { reply } from '../../shared/webhook/reply';
import { sanitize } from '../../shared/webhook/sanitize';
import type { Task } from '../api';
import { reasonOf, normalizeStatus } from '../api';
import { toItem } from './acceptedTask';
import type { Delivery } from './delivery';
import { EXPECTED_BODY, openWebhook, readDelivery } from './delivery';
import { isStarted, markAccepted } from './startedTasks';
import { deliveryFields, signatureFields } from './triggerFields';
import { verify } from './verify';

/** A delivery has a few hundred bytes. */
const MAX_BODY_BYTES = 64 * 1024;

interface Settings {
	readonly events: readonly string[];
	readonly verifyWithProvider: boolean;
	/** Whether the URL of the call has a valid token. */
	readonly signed: boolean;
}

/** The task that starts the workflow, or the reply to a delivery that starts none. */
type Decision =
	| { readonly task: Task; readonly verified: boolean }
	| { readonly reply: readonly [httpStatus: number, message: string] };

const IGNORED: Decision = { reply: [200, 'Ignored'] };
const DUPLICATE: Decision = { reply: [200, 'Already processed'] };
const UNKNOWN_TASK: Decision = { reply: [401, 'Unknown task'] };
const RETRY_LATER: Decision = { reply: [503, 'The task could not be verified. Send the delivery again'] };

/**
 * `webhook()` of the trigger: checks a delivery and passes the task to `execute()`. Downloads nothing, because the work
 * of a webhook after its reply is lost if the process ends.
 *
 * Always replies: 200 accepted, ignored or duplicate; 400 malformed; 401 no valid token or unknown task; 413 too large;
 * 503 send again later.
 */
export async function receiveDelivery(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	if (bodyBytes(context) > MAX_BODY_BYTES) return reply(context, 413, 'Too large');
	// Nothing else is read before the signature is checked, so that strangers cannot cause errors.
	const { requireSignature } = readWebhookFields(context, signatureFields).options;
	const url = context.getNodeWebhookUrl('default');
	const { call, signed } = await openWebhook(context, url === undefined ? undefined : webhookSubject(url));
	if (requireSignature && !signed) {
		context.logger.warn('Rejected a call to the trigger: its URL has no valid token');
		return reply(context, 401, 'Not authorized');
	}
	const delivery = readDelivery(context.getBodyData());
	if (delivery === undefined) return reply(context, 400, EXPECTED_BODY);

	const { events, options } = readWebhookFields(context, deliveryFields);
	const decision = await decide(call, delivery, { events, ...options, signed });
	if ('reply' in decision) return reply(context, ...decision.reply);
	reply(context, 200, 'Accepted');
	const { task, verified } = decision;
	const { connection, usage } = call;
	const item = toItem({
		...task,
		failureReason: excerpt(connection, task.failureReason),
		fields: sanitize(task.answer, connection) as IDataObject,
		verified,
		usage,
	});
	return { noWebhookResponse: true, workflowData: [[item]] };
}

async function decide(
	call: WebhookCall,
	delivery: Delivery,
	{ events, verifyWithProvider, signed }: Settings,
): Promise<Decision> {
	const starts = (status: string) => events.includes(normalizeStatus(status));
	if (!starts(delivery.status)) return IGNORED;
	if (isStarted(call.context, delivery.taskId, delivery.status)) return DUPLICATE;
	const decision = verifyWithProvider ? await verified(call, delivery, signed) : unverified(delivery);
	if ('reply' in decision) return decision;
	// The delivery and the provider may disagree.
	const { id, rawStatus: status } = decision.task;
	if (!starts(status)) return IGNORED;
	if (isStarted(call.context, id, status)) return DUPLICATE;
	markAccepted(call.context, id, status);
	return decision;
}

/** Starts nothing unless the provider confirms that the task has finished. */
async function verified(call: WebhookCall, { taskId }: Delivery, signed: boolean): Promise<Decision> {
	const verification = await verify(call, taskId);
	switch (verification.outcome) {
		case 'task': {
			const { task } = verification;
			// The delivery may be forged, or the provider's status may be out of date.
			return task.status === 'running' ? RETRY_LATER : { task, verified: true };
		}
		case 'notFound':
			return signed ? RETRY_LATER : UNKNOWN_TASK;
		case 'rejected':
			return UNKNOWN_TASK;
		case 'unavailable':
			return RETRY_LATER;
	}
}

function unverified({ taskId, status, fields }: Delivery): Decision {
	const failureReason = reasonOf(fields.error);
	return {
		task: { id: taskId, rawStatus: status, status: normalizeStatus(status), answer: fields, failureReason },
		verified: false,
	};
}

function bodyBytes(context: IWebhookFunctions): number {
	const declared = Number(context.getHeaderData()['content-length'] ?? 0);
	const { rawBody } = context.getRequestObject() as { rawBody?: Uint8Array };
	return Math.max(declared, rawBody?.length ?? 0);
}
