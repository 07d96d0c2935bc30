import { settle } from '../../shared/concurrency/settle';
import { ProviderError } from '../../shared/http/errors';
import type { Task } from '../api';
import { getTask } from '../api';
import type { WebhookCall } from './delivery';
import { messageOf } from './finishedItem';

/** The caller waits for a reply, so one retry, and 10 seconds in total. */
const POLICY = { timeoutMs: 8000, maxRetries: 1, repeatUncertain: false, limitWaitMs: 4000 } as const;
const MAX_MS = 10_000;

/** The API key is rejected, or its plan does not include the API: the user has to act. */
const KEY_STATUSES = [401, 403];
/** The provider cannot respond now. */
const BUSY_STATUSES = [408, 425, 429];

/**
 * - `task`: the provider returned the task.
 * - `notFound`: the provider does not know the task, perhaps because it is new.
 * - `rejected`: the provider rejects the task ID.
 * - `unavailable`: the provider returned nothing about the task.
 */
type Verification =
	| { readonly outcome: 'task'; readonly task: Task }
	| { readonly outcome: 'notFound' | 'rejected' | 'unavailable' };

/**
 * Gets the task of a delivery from the provider. The sender may be anyone who has seen the URL, and chooses the task
 * ID and thereby the response; so only a valid task counts as verified.
 */
export async function verify(call: WebhookCall, taskId: string): Promise<Verification> {
	const stopping = AbortSignal.timeout(MAX_MS);
	const connection = { ...call.connection, cancelled: stopping };
	const response = await settle(getTask({ ...call, connection, stopping, policy: POLICY }, taskId));
	if (response.status === 'fulfilled') return { outcome: 'task', task: response.value };

	const error: unknown = response.reason;
	const outcome = outcomeOf(error);
	const { logger } = call.context;
	const message = `A task could not be verified: ${reasonFor(call, error)}`;
	if (error instanceof ProviderError && KEY_STATUSES.includes(error.status ?? 0)) {
		logger.error(
			`${message}. Until the key is accepted, deliveries receive status 503, so that the provider can repeat them`,
			{
				taskId,
			},
		);
	} else {
		logger.warn(message, { taskId, outcome });
	}
	return { outcome };
}

function reasonFor(call: WebhookCall, error: unknown): string {
	const isTimeout = error instanceof ProviderError && error.kind === 'cancelled';
	return isTimeout ? `no response within ${MAX_MS / 1000} seconds` : messageOf(call, error);
}

function outcomeOf(error: unknown): 'notFound' | 'rejected' | 'unavailable' {
	const status = error instanceof ProviderError ? (error.status ?? 0) : 0;
	if (status === 404) return 'notFound';
	const isRejected =
		status >= 400 && status < 500 && !KEY_STATUSES.includes(status) && !BUSY_STATUSES.includes(status);
	return isRejected ? 'rejected' : 'unavailable';
}
