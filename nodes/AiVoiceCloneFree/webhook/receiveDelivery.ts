import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { readWebhookFields } from '../../shared/fields/read';
import { excerpt } from '../../shared/http/redact';
import type { WebhookCall } from '../../shared/operation/registry';
import { webhookSubject } from '../../shared/webhook/callbackToken';
import { reply } from '../../shared/webhook/reply';
import { sanitize } from '../../shared/webhook/sanitize';
import type { Task } from '../api';
import { reasonOf, stateOf } from '../api';
import { toItem } from './acceptedTask';
import type { Delivery } from './delivery';
import { EXPECTED_BODY, openWebhook, readDelivery } from './delivery';
import { isStarted, markAccepted } from './startedTasks';
import { triggerFields } from './triggerFields';
import { verify } from './verify';

/** A report of a task is a few hundred bytes. */
const MAX_BODY_BYTES = 64 * 1024;

interface Settings {
	readonly events: readonly string[];
	readonly requireSignature: boolean;
	readonly verifyWithProvider: boolean;
}

/** A task that starts the workflow, or what to answer instead. */
type Decision =
	| { readonly task: Task; readonly verified: boolean }
	| { readonly answer: readonly [status: number, message: string] };

const IGNORED: Decision = { answer: [200, 'Ignored'] };
const DUPLICATE: Decision = { answer: [200, 'Known already'] };
const NOT_OURS: Decision = { answer: [401, 'No task of this account'] };
const RETRY_LATER: Decision = { answer: [503, 'The task could not be verified; send this again'] };

/**
 * `webhook()` of the trigger: checks a call and hands the task to `execute()`. It downloads nothing, since n8n
 * forgets what a webhook was doing when its process ends.
 *
 * Always answers: 200 accepted, ignored or known; 400 malformed; 401 not ours; 413 too large; 503 worth
 * sending again.
 */
export async function receiveDelivery(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	if (bodyBytes(context) > MAX_BODY_BYTES) return reply(context, 413, 'Too large');
	const settings = readSettings(context);
	const url = context.getNodeWebhookUrl('default');
	const { call, signed } = await openWebhook(context, url === undefined ? undefined : webhookSubject(url));
	if (settings.requireSignature && !signed) {
		context.logger.warn('A call to the trigger was rejected: its URL carries no valid token');
		return reply(context, 401, 'Not authorized');
	}
	const delivery = readDelivery(context.getBodyData());
	if (delivery === undefined) return reply(context, 400, EXPECTED_BODY);

	const decision = await decide(call, delivery, { ...settings, signed });
	if ('answer' in decision) return reply(context, ...decision.answer);
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
	{ events, verifyWithProvider, signed }: Settings & { signed: boolean },
): Promise<Decision> {
	const starts = (status: string) => events.includes(stateOf(status));
	if (!starts(delivery.status)) return IGNORED;
	if (isStarted(call.context, delivery.taskId, delivery.status)) return DUPLICATE;
	const decision = verifyWithProvider ? await verified(call, delivery, signed) : unverified(delivery);
	if ('answer' in decision) return decision;
	// The call may say one thing and the provider another.
	const { id, status } = decision.task;
	if (!starts(status)) return IGNORED;
	if (isStarted(call.context, id, status)) return DUPLICATE;
	markAccepted(call.context, id, status);
	return decision;
}

/** Believes the provider and nobody else: without its word that the task is over, nothing starts. */
async function verified(call: WebhookCall, { taskId }: Delivery, signed: boolean): Promise<Decision> {
	const verification = await verify(call, taskId);
	switch (verification.outcome) {
		case 'task': {
			const { task } = verification;
			// The call may be forged, or the provider's own state late.
			return task.state === 'running' ? RETRY_LATER : { task, verified: true };
		}
		case 'notFound':
			return signed ? RETRY_LATER : NOT_OURS;
		case 'rejected':
			return NOT_OURS;
		case 'unavailable':
			return RETRY_LATER;
	}
}

function unverified({ taskId, status, fields }: Delivery): Decision {
	const failureReason = reasonOf(fields.error);
	return {
		task: { id: taskId, status, state: stateOf(status), answer: fields, failureReason },
		verified: false,
	};
}

function readSettings(context: IWebhookFunctions): Settings {
	const { events, options } = readWebhookFields(context, triggerFields);
	return { events, ...options };
}

function bodyBytes(context: IWebhookFunctions): number {
	const announced = Number(context.getHeaderData()['content-length'] ?? 0);
	const { rawBody } = context.getRequestObject() as { rawBody?: Uint8Array };
	return Math.max(announced, rawBody?.length ?? 0);
}
