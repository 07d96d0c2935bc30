import type { INodeExecutionData, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { Parameters } from '../shared/operation/parameters';
import type { WebhookCall } from '../shared/operation/registry';
import { hasCallbackToken, webhookSubject } from '../shared/webhook/callbackToken';
import { DeliveryLog } from '../shared/webhook/deliveryLog';
import { reply } from '../shared/webhook/reply';
import type { Task } from './api';
import { reasonOf, stateOf } from './api';
import type { Delivery } from './delivery';
import { finishedItem, openWebhook, readDelivery, taskFields, verify } from './delivery';

/** A report of a task is a few hundred bytes. */
const LONGEST_BODY_BYTES = 64 * 1024;

interface Settings {
	readonly events: readonly unknown[];
	readonly requireSignature: boolean;
	readonly verifyWithProvider: boolean;
	readonly downloadAudio: boolean;
	readonly binaryProperty: string;
}

/**
 * A call to the trigger. It is always answered, before the audio is fetched: 200 for what is accepted,
 * ignored or known, 400 malformed, 401 not ours, 413 too large, 503 when it is worth sending again.
 */
export async function receiveDelivery(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	if (bodyBytes(context) > LONGEST_BODY_BYTES) return reply(context, 413, 'Too large');
	const settings = readSettings(context);
	const call = await openWebhook(context);
	const signed = isSigned(call);
	if (settings.requireSignature && !signed) {
		context.logger.warn('A call to the trigger was turned away: its URL carries no valid token');
		return reply(context, 401, 'Not authorized');
	}
	const delivery = readDelivery(context.getBodyData());
	if (delivery === undefined) return reply(context, 400, 'A task_id and a status are expected');
	if (!isWanted(settings, delivery.status)) return reply(context, 200, 'Ignored');

	const log = logOf(context);
	const decide = async () => await judge(call, delivery, { ...settings, signed, log });
	const verdict = await (log === undefined ? decide() : log.alone(delivery.taskId, decide));
	if (!('task' in verdict)) return reply(context, ...verdict.answer);
	reply(context, 200, 'Accepted');
	const item = await itemOf(call, verdict.task, settings);
	item.json['verified'] = verdict.verified;
	log?.save();
	return { noWebhookResponse: true, workflowData: [[item]] };
}

/** What is known of the task now; or what to answer when nothing is to be started. */
type Verdict =
	| { readonly task: Task; readonly verified: boolean }
	| { readonly answer: [status: number, message: string] };

const IGNORED: Verdict = { answer: [200, 'Ignored'] };
const KNOWN: Verdict = { answer: [200, 'Known already'] };
const LATER: Verdict = { answer: [503, 'The task could not be verified; send this again'] };

interface Grounds extends Settings {
	readonly signed: boolean;
	readonly log: DeliveryLog | undefined;
}

/** Decides whether a delivery starts the workflow; one that does is known from then on. */
async function judge(call: WebhookCall, delivery: Delivery, grounds: Grounds): Promise<Verdict> {
	const { log } = grounds;
	if (log?.has(keyOf(delivery.taskId, delivery.status)) === true) return KNOWN;
	const verdict = grounds.verifyWithProvider ? await verified(call, delivery, grounds) : told(delivery);
	if (!('task' in verdict)) return verdict;
	const { id, status } = verdict.task;
	if (!isWanted(grounds, status)) return IGNORED;
	const key = keyOf(id, status);
	if (log?.has(key) === true) return KNOWN;
	log?.add(key);
	return verdict;
}

async function verified(call: WebhookCall, delivery: Delivery, { signed }: Grounds): Promise<Verdict> {
	const task = await verify(call, delivery.taskId);
	// Our token was on it, so the task may merely not be known everywhere with the provider yet.
	if (task === 'unknown') return signed ? LATER : { answer: [401, 'No task of this account'] };
	// A call with our token is believed rather than lost; without one there is nothing to go by.
	if (task === 'unreachable') return signed ? told(delivery) : LATER;
	// The call may be forged, or the state of the task be behind.
	return task.state === 'running' ? LATER : { task, verified: true };
}

function told({ taskId, status, fields }: Delivery): Verdict {
	const failureReason = reasonOf(fields['error']);
	return {
		task: { id: taskId, status, state: stateOf(status), answer: fields, failureReason },
		verified: false,
	};
}

async function itemOf(call: WebhookCall, task: Task, settings: Settings): Promise<INodeExecutionData> {
	const fields = taskFields(task);
	if (task.state === 'completed' && !settings.downloadAudio) return { json: fields };
	const item = await finishedItem(call, task, {
		operation: 'trigger',
		binaryProperty: settings.binaryProperty,
		fileName: `task_${task.id}`,
	});
	return { ...item, json: { ...fields, ...item.json } };
}

function readSettings(context: IWebhookFunctions): Settings {
	const parameters = new Parameters({ context });
	const events: unknown = context.getNodeParameter('events', ['completed', 'failed']);
	return {
		events: Array.isArray(events) ? events : [events],
		requireSignature: parameters.optionalFlag('options.requireSignature', 'Require Signature') ?? true,
		verifyWithProvider: parameters.optionalFlag('options.verifyWithProvider', 'Verify with Provider') ?? true,
		downloadAudio: parameters.optionalFlag('options.downloadAudio', 'Download Audio') ?? true,
		binaryProperty: parameters.optionalText('options.binaryPropertyOutput', 'Put Output in Field') ?? 'data',
	};
}

/** Also false for states that are not over, and for those that the provider may come up with. */
function isWanted({ events }: Settings, status: string): boolean {
	return events.includes(stateOf(status));
}

function isSigned({ context, connection }: WebhookCall): boolean {
	const url = context.getNodeWebhookUrl('default');
	const [apiKey = ''] = connection.secrets;
	return (
		url !== undefined &&
		apiKey !== '' &&
		hasCallbackToken(context.getQueryData(), apiKey, webhookSubject(url))
	);
}

/** None while a person tests in the editor, who may send the same task again and again. */
function logOf(context: IWebhookFunctions): DeliveryLog | undefined {
	if (context.getMode() === 'manual') return undefined;
	const name = `${context.getWorkflow().id ?? ''} ${context.getNode().id}`;
	return new DeliveryLog(name, context.getWorkflowStaticData('node'));
}

const keyOf = (taskId: string, status: string): string => `${taskId} ${stateOf(status)}`;

function bodyBytes(context: IWebhookFunctions): number {
	const announced = Number(context.getHeaderData()['content-length'] ?? 0);
	const { rawBody } = context.getRequestObject() as { rawBody?: Uint8Array };
	return Math.max(announced, rawBody?.length ?? 0);
}
