import type { INodeExecutionData, IWebhookFunctions } from 'n8n-workflow';

import { ProviderError } from '../shared/http/errors';
import { isRecord } from '../shared/http/json';
import { storeWhole } from '../shared/items/storeWhole';
import { connect } from '../shared/operation/connect';
import { audioItem, jsonItem } from '../shared/operation/output';
import type { WebhookCall } from '../shared/operation/registry';
import type { Task } from './api';
import { downloadResult, getTask } from './api';
import { aiVoiceCloneFree } from './provider';

/** The caller waits for an answer meanwhile. */
const VERIFICATION = { timeoutMs: 8000, maxRetries: 1, repeatUncertain: false, limitWaitMs: 4000 } as const;
const DOWNLOAD = { timeoutMs: 300_000, maxRetries: 5, repeatUncertain: false, limitWaitMs: 60_000 } as const;

/** What the provider sends to a callback URL (seed page "Create Asynchronous Voice Cloning Task"). */
export interface Delivery {
	readonly taskId: string;
	readonly status: string;
	readonly fields: Readonly<Record<string, unknown>>;
}

/** @returns `undefined` for a body that is none. */
export function readDelivery(body: unknown): Delivery | undefined {
	if (!isRecord(body)) return undefined;
	const { task_id: id, status } = body;
	if (typeof id !== 'string' && typeof id !== 'number') return undefined;
	const taskId = String(id);
	// Whatever else it is, it is encoded before it becomes part of an address.
	if (!/^[^\p{Cc}]{1,200}$/u.test(taskId) || /^\.{1,2}$/.test(taskId)) return undefined;
	if (typeof status !== 'string' || status === '' || status.length > 50) return undefined;
	return { taskId, status, fields: body };
}

/** A webhook's way to the provider. */
export async function openWebhook(context: IWebhookFunctions): Promise<WebhookCall> {
	const connection = await connect(context, aiVoiceCloneFree, 1);
	return {
		context,
		connection,
		policy: DOWNLOAD,
		usage: { requests: 0, retries: 0, uncertainRepeats: 0 },
		stopping: new AbortController().signal,
		operation: 'trigger',
		options: { audioLink: false },
	};
}

/** What the provider says of a task that a stranger, perhaps, has reported. */
export async function verify(call: WebhookCall, taskId: string): Promise<Task | 'unknown' | 'unreachable'> {
	const [look] = await Promise.allSettled([getTask({ ...call, policy: VERIFICATION }, taskId)]);
	if (look.status === 'fulfilled') return look.value;
	const error: unknown = look.reason;
	if (error instanceof ProviderError && error.status === 404) return 'unknown';
	call.context.logger.warn(`A task could not be verified: ${messageOf(error)}`, { taskId });
	return 'unreachable';
}

/**
 * The item for a task that is over: the audio of a completed one, the reason of one that failed. If the
 * audio cannot be fetched the item says why, so that a workflow can try again with the ID.
 */
export async function finishedItem(
	call: WebhookCall,
	task: Task,
	wanted: { operation: string; binaryProperty: string; fileName: string },
): Promise<INodeExecutionData> {
	const { id: taskId, status } = task;
	const ended = { taskId, status };
	const provider = call.connection.provider.id;
	if (task.state !== 'completed') {
		const { failureReason = 'The provider gave no reason' } = task;
		return { json: { provider, operation: wanted.operation, ...ended, failureReason } };
	}
	const [download] = await Promise.allSettled([
		downloadResult(call, taskId, async (source) => {
			const stored = await storeWhole(call.context, call, source, { fileName: wanted.fileName });
			return audioItem({ ...call, operation: wanted.operation }, wanted.binaryProperty, stored, {
				task: ended,
			});
		}),
	]);
	if (download.status === 'fulfilled') return download.value;
	const audioUnavailable = messageOf(download.reason);
	call.context.logger.warn(`The audio of a task could not be fetched: ${audioUnavailable}`, { taskId });
	return { json: { provider, operation: wanted.operation, ...ended, audioUnavailable } };
}

/** The fields of a task as the provider names them, without what would pass for an error in n8n. */
export const taskFields = ({ answer }: Task) => jsonItem(answer).json;

function messageOf(error: unknown): string {
	if (error instanceof ProviderError) return `${error.message}. ${error.failure.nextStep}`;
	return error instanceof Error ? error.message : String(error);
}
