import type { IDataObject, IExecuteFunctions, INodeExecutionData, IWebhookFunctions } from 'n8n-workflow';

import { storeWhole } from '../../shared/binary/storeWhole';
import { settle } from '../../shared/concurrency/settle';
import { errorMessage, ProviderError } from '../../shared/http/errors';
import { excerpt } from '../../shared/http/redact';
import type { Call } from '../../shared/http/types';
import type { AudioCall } from '../../shared/items/output';
import { audioItem } from '../../shared/items/output';
import type { Task } from '../api';
import { downloadResult } from '../api';

interface WantedItem {
	readonly operation: string;
	readonly binaryProperty: string;
	readonly fileName: string;
}

/** A webhook's or an execution's way to the provider. */
export type FinishedCall = Call &
	Omit<AudioCall, 'operation' | 'context'> & {
		readonly context: IExecuteFunctions | IWebhookFunctions;
	};

type FinishedTask = Pick<Task, 'id' | 'status' | 'state' | 'failureReason'>;

/**
 * The item for a task that is over: the audio of a completed one, the reason of one that failed. If the audio
 * cannot be downloaded the item says why in `audioUnavailable`, so that a workflow can try again with the ID.
 *
 * @throws {ProviderError} only when the execution was cancelled.
 */
export async function finishedItem(
	call: FinishedCall,
	task: FinishedTask,
	{ operation, binaryProperty, fileName }: WantedItem,
): Promise<INodeExecutionData> {
	const { id: taskId, status } = task;
	const ended = { taskId, status };
	const base: IDataObject = { provider: call.connection.provider.id, operation, ...ended };
	if (task.state !== 'completed') {
		const failureReason = excerpt(call.connection, task.failureReason) ?? 'The provider gave no reason';
		return { json: { ...base, failureReason } };
	}
	const download = await settle(
		downloadResult(call, taskId, async (source) => {
			const stored = await storeWhole(call.context, call, source, { fileName });
			return audioItem({ ...call, operation }, binaryProperty, stored, { task: ended });
		}),
	);
	if (download.status === 'fulfilled') return download.value;
	const error: unknown = download.reason;
	if (error instanceof ProviderError && error.kind === 'cancelled') throw error;
	const audioUnavailable = messageOf(call, error);
	call.context.logger.warn(`The audio of a task could not be downloaded: ${audioUnavailable}`, { taskId });
	return { json: { ...base, audioUnavailable } };
}

/** What went wrong and what to do next, in one line, without secrets. */
export function messageOf({ connection }: Call, error: unknown): string {
	const nextStep = error instanceof ProviderError ? `. ${error.failure.nextStep}` : '';
	return excerpt(connection, `${errorMessage(error)}${nextStep}`) ?? 'Unknown error';
}
