import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { ProviderError } from '../../shared/http/errors';
import { quote } from '../../shared/http/failures';
import type { Call } from '../../shared/http/types';
import { storeAudio } from '../../shared/items/storeAudio';
import { audioItem } from '../../shared/operation/output';
import type { ItemCall, WebhookCall } from '../../shared/operation/registry';
import type { Task } from '../api';
import { downloadResult } from '../api';

interface WantedItem {
	readonly operation: string;
	readonly binaryProperty: string;
	readonly fileName: string;
}

type FinishedTask = Pick<Task, 'id' | 'status' | 'state' | 'failureReason'>;

/**
 * The item for a task that is over: the audio of a completed one, the reason of one that failed. If the audio
 * cannot be downloaded the item says why in `audioUnavailable`, so that a workflow can try again with the ID.
 *
 * @throws {ProviderError} only when the execution was cancelled.
 */
export async function finishedItem(
	call: ItemCall | WebhookCall,
	task: FinishedTask,
	{ operation, binaryProperty, fileName }: WantedItem,
): Promise<INodeExecutionData> {
	const { id: taskId, status } = task;
	const ended = { taskId, status };
	const base: IDataObject = { provider: call.connection.provider.id, operation, ...ended };
	if (task.state !== 'completed') {
		const failureReason = quote(call.connection, task.failureReason ?? '') ?? 'The provider gave no reason';
		return { json: { ...base, failureReason } };
	}
	const [download] = await Promise.allSettled([
		downloadResult(call, taskId, async (source) => {
			const stored = await storeAudio(call.context, call, source, { fileName });
			return audioItem(call, operation, binaryProperty, stored, { task: ended });
		}),
	]);
	if (download.status === 'fulfilled') return download.value;
	const error: unknown = download.reason;
	if (error instanceof ProviderError && error.kind === 'cancelled') throw error;
	const audioUnavailable = messageOf(call, error);
	call.context.logger.warn(`The audio of a task could not be downloaded: ${audioUnavailable}`, { taskId });
	return { json: { ...base, audioUnavailable } };
}

/** What went wrong and what to do next, in one line, without secrets. */
export function messageOf({ connection }: Call, error: unknown): string {
	const message = error instanceof Error ? error.message : String(error);
	const nextStep = error instanceof ProviderError ? `. ${error.nextStep}` : '';
	return quote(connection, `${message}${nextStep}`) ?? 'Unknown error';
}
