import type { IExecuteFunctions, IWebhookFunctions } from 'n8n-workflow';

import { RecentKeys } from '../../shared/webhook/recentKeys';
import { normalizeStatus } from '../api';

/**
 * Tasks that have started a workflow in this process, at about 100 bytes each. Saves an execution and a request to the
 * provider for each repeated delivery. What makes a task start only once is its claim in the database, which applies to
 * all processes and survives a restart.
 */
const started = new RecentKeys(10_000);

/**
 * Time for the execution to claim the task. A claim in another process is not visible here. If the execution never
 * starts, a repeated delivery can start another one after this time.
 */
const ACCEPTED_MS = 60_000;

/** A task starts the workflow once per normalized status. */
export const taskKey = (taskId: string, status: string): string => `${taskId} ${normalizeStatus(status)}`;

/** Always `false` in the editor, where users may test with the same task again. */
export function isStarted(context: IWebhookFunctions, taskId: string, status: string): boolean {
	return context.getMode() !== 'manual' && started.has(keyOf(context, taskId, status));
}

/** Call when `webhook()` passes the task to an execution. */
export function markAccepted(context: IWebhookFunctions, taskId: string, status: string): void {
	if (context.getMode() !== 'manual') started.add(keyOf(context, taskId, status), ACCEPTED_MS);
}

/** Call when an execution has claimed the task. */
export function markStarted(context: IExecuteFunctions, taskId: string, status: string): void {
	started.add(keyOf(context, taskId, status));
}

/** Call when the execution has failed and released the task. */
export function unmarkStarted(context: IExecuteFunctions, taskId: string, status: string): void {
	started.delete(keyOf(context, taskId, status));
}

const keyOf = (context: IExecuteFunctions | IWebhookFunctions, taskId: string, status: string): string =>
	`${context.getWorkflow().id ?? ''} ${context.getNode().id} ${taskKey(taskId, status)}`;
