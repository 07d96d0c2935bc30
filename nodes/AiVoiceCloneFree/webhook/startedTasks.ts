import type { IExecuteFunctions, IWebhookFunctions } from 'n8n-workflow';

import { RecentKeys } from '../../shared/webhook/recentKeys';
import { stateOf } from '../api';

/**
 * Tasks that have started a workflow in this process, at about 100 bytes each. This saves n8n the execution, and
 * the provider the request, that a repeated call would cost. It is not what makes a task start only once: that
 * is its claim in the database, which holds for all processes and after a restart.
 */
const started = new RecentKeys(10_000);

/**
 * From the call until its execution claims the task, which may happen in another process and then is not seen
 * here. If the execution never begins, a repeated call can start it after this time.
 */
const ACCEPTED_MS = 60_000;

/** A task starts the workflow once for each state. */
export const taskKey = (taskId: string, status: string): string => `${taskId} ${stateOf(status)}`;

/** Never in the editor, where a person may test with the same task again. */
export function isStarted(context: IWebhookFunctions, taskId: string, status: string): boolean {
	return context.getMode() !== 'manual' && started.has(keyOf(context, taskId, status));
}

/** `webhook()` hands the task to an execution. */
export function markAccepted(context: IWebhookFunctions, taskId: string, status: string): void {
	if (context.getMode() !== 'manual') started.add(keyOf(context, taskId, status), ACCEPTED_MS);
}

/** An execution has claimed the task. */
export function markStarted(context: IExecuteFunctions, taskId: string, status: string): void {
	started.add(keyOf(context, taskId, status));
}

/** The execution has come to nothing, and given the task back. */
export function unmarkStarted(context: IExecuteFunctions, taskId: string, status: string): void {
	started.delete(keyOf(context, taskId, status));
}

const keyOf = (context: IExecuteFunctions | IWebhookFunctions, taskId: string, status: string): string =>
	`${context.getWorkflow().id ?? ''} ${context.getNode().id} ${taskKey(taskId, status)}`;
