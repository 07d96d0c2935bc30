import type { IExecuteFunctions, IWebhookFunctions } from 'n8n-workflow';

import { RecentKeys } from '../../shared/webhook/recentKeys';
import { stateOf } from '../api';

/**
 * Tasks that have started a workflow in this process, at about 100 bytes each. It saves n8n the execution, and
 * the provider the request, that a repeated call costs; what starts is decided by the claim in the database.
 */
const started = new RecentKeys(10_000);

type Context = IExecuteFunctions | IWebhookFunctions;

/** A task starts the workflow once for each state. */
export const taskKey = (taskId: string, status: string): string => `${taskId} ${stateOf(status)}`;

/** Whether a task has started this workflow already; never in a test, where the same call may come again. */
export function isStarted(context: Context, taskId: string, status: string): boolean {
	return context.getMode() !== 'manual' && started.has(keyOf(context, taskId, status));
}

export function markStarted(context: Context, taskId: string, status: string): void {
	started.add(keyOf(context, taskId, status));
}

export function unmarkStarted(context: Context, taskId: string, status: string): void {
	started.delete(keyOf(context, taskId, status));
}

const keyOf = (context: Context, taskId: string, status: string): string =>
	`${context.getWorkflow().id ?? ''} ${context.getNode().id} ${taskKey(taskId, status)}`;
