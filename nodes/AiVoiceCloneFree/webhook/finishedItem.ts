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

interface OutputFields {
	readonly operation: string;
	readonly binaryProperty: string;
	readonly fileName: string;
}

/** A call from a webhook or an execution. */
export type FinishedCall = Call &
	Omit<AudioCall, 'operation' | 'context'> & {
		readonly context: IExecuteFunctions | IWebhookFunctions;
	};

type FinishedTask = Pick<Task, 'id' | 'rawStatus' | 'status' | 'failureReason'>;

/**
 * Creates the item of a finished task: the audio of a completed task, or the reason of a failed one. If the audio
 * cannot be downloaded, `audioUnavailable` says why, so that a workflow can try again with the task ID.
 *
 * @throws {ProviderError} only if the execution was cancelled.
 */
export async function finishedItem(
	call: FinishedCall,
	task: FinishedTask,
	{ operation, binaryProperty, fileName }: OutputFields,
): Promise<INodeExecutionData> {
	const { id: taskId, rawStatus: status } = task;
	const base: IDataObject = { provider: call.connection.provider.id, operation, taskId, status };
	if (task.status !== 'completed') {
		const failureReason =
			excerpt(call.connection, task.failureReason) ?? 'The provider did not state a reason';
		return { json: { ...base, failureReason } };
	}
	const download = await settle(
		downloadResult(call, taskId, async (source) => {
			const stored = await storeWhole(call.context, call, source, { fileName });
			return audioItem({ ...call, operation }, binaryProperty, stored, { task: { taskId, status } });
		}),
	);
	if (download.status === 'fulfilled') return download.value;
	const error: unknown = download.reason;
	if (error instanceof ProviderError && error.kind === 'cancelled') throw error;
	const audioUnavailable = messageOf(call, error);
	call.context.logger.warn(`Could not download the audio of a task: ${audioUnavailable}`, { taskId });
	return { json: { ...base, audioUnavailable } };
}

/** Returns the error and its next step in one line, with secrets redacted. */
export function messageOf({ connection }: Call, error: unknown): string {
	const nextStep = error instanceof ProviderError ? `. ${error.failure.nextStep}` : '';
	return excerpt(connection, `${errorMessage(error)}${nextStep}`) ?? 'Unknown error';
}
