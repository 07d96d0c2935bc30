import { settle } from '../../shared/concurrency/settle';
import { ProviderError } from '../../shared/http/errors';
import type { WebhookCall } from '../../shared/operation/registry';
import type { Task } from '../api';
import { getTask } from '../api';
import { messageOf } from './finishedItem';

/** The caller waits for an answer meanwhile, so one retry, and 10 seconds for all of it. */
const POLICY = { timeoutMs: 8000, maxRetries: 1, repeatUncertain: false, limitWaitMs: 4000 } as const;
const MAX_MS = 10_000;

/** The API key is not accepted, or its plan does not include the API: the user has to act. */
const KEY_STATUSES = [401, 403];
/** The provider cannot answer now. */
const BUSY_STATUSES = [408, 425, 429];

/**
 * - `task`: what the provider says about it.
 * - `notFound`: the provider does not know the task; a new one may not be known everywhere yet.
 * - `rejected`: the provider says that there is no such task and never will be.
 * - `unavailable`: there is no answer that says anything about the task.
 */
export type Verification =
	| { readonly outcome: 'task'; readonly task: Task }
	| { readonly outcome: 'notFound' | 'rejected' | 'unavailable' };

/**
 * Asks the provider about a task that a caller has reported. The caller may be anyone who has seen the URL
 * and chooses the ID, and with it what the provider answers; so no answer but a task is ever taken for one.
 */
export async function verify(call: WebhookCall, taskId: string): Promise<Verification> {
	const stopping = AbortSignal.timeout(MAX_MS);
	const connection = { ...call.connection, cancelled: stopping };
	const answer = await settle(getTask({ ...call, connection, stopping, policy: POLICY }, taskId));
	if (answer.status === 'fulfilled') return { outcome: 'task', task: answer.value };

	const error: unknown = answer.reason;
	const outcome = outcomeOf(error);
	const { logger } = call.context;
	const message = `A call about a task could not be verified: ${whyNot(call, error)}`;
	if (error instanceof ProviderError && KEY_STATUSES.includes(error.status ?? 0)) {
		logger.error(`${message}. Until then, calls are answered with 503, so that they are sent again`, {
			taskId,
		});
	} else {
		logger.warn(message, { taskId, outcome });
	}
	return { outcome };
}

function whyNot(call: WebhookCall, error: unknown): string {
	const outOfTime = error instanceof ProviderError && error.kind === 'cancelled';
	return outOfTime ? `no answer within ${MAX_MS / 1000} seconds` : messageOf(call, error);
}

function outcomeOf(error: unknown): 'notFound' | 'rejected' | 'unavailable' {
	const status = error instanceof ProviderError ? (error.status ?? 0) : 0;
	if (status === 404) return 'notFound';
	const aboutTask =
		status >= 400 && status < 500 && !KEY_STATUSES.includes(status) && !BUSY_STATUSES.includes(status);
	return aboutTask ? 'rejected' : 'unavailable';
}
