import type { ContractOperation } from '../contract.ts';
import { ApiError } from '../http/response.ts';
import type { LimitDetails, LimitError, Provider } from '../provider.ts';
import type { Account } from './account.ts';
import type { AccountSettings } from './settings.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** The limit per minute in the errors of an account without one. */
const DEFAULT_RATE = 600;

/** The kind of error behind a `limitCode`. */
const KINDS = {
	TOO_MANY_CONCURRENT_REQUESTS: 'concurrency',
	RATE_LIMIT_EXCEEDED: 'rateLimit',
} as const;

const MESSAGES = {
	concurrency: 'Too many requests at the same time.',
	rateLimit: 'Too many requests in the last minute. Try again later.',
} as const;

/**
 * Applies the limits that the contract documents for the operation.
 *
 * @returns a function that frees the request's slot
 * @throws ApiError if the request is rejected
 */
export function admit(account: Account, operation: ContractOperation, provider: Provider): () => void {
	const documents = (kind: LimitError) => operation.limitCodes.includes(provider.error(kind, '').code);
	const { settings } = account;
	const perMinute = settings.requestsPerMinute ?? DEFAULT_RATE;

	if (documents('rateLimit')) {
		const waitMs = account.admit(Date.now());
		if (waitMs !== undefined) {
			const limit = Math.round((perMinute * MINUTE) / settings.rateWindowMs);
			const details = { limit, waitMs, retryAfter: Math.max(1, Math.ceil(waitMs / SECOND)) };
			throw rejection(account, provider, 'rateLimit', details);
		}
		if (account.isNthRequest()) {
			throw rejection(account, provider, 'rateLimit', { limit: perMinute, ...waitOf(settings) });
		}
	}

	if (!documents('concurrency')) return () => undefined;
	const free = account.acquireSlot();
	if (free) return free;
	const kind = KINDS[settings.limitCode];
	const { waitMs, ...header } = waitOf(settings);
	throw rejection(account, provider, kind, {
		...header,
		...(kind === 'rateLimit'
			? { limit: perMinute, waitMs }
			: { limit: settings.maxConcurrent ?? 0, current: account.processing }),
	});
}

/** When to retry after a rejection that has nothing to do with the rate window. */
function waitOf({ limitRetryAfter, latencyMs }: AccountSettings): { waitMs: number; retryAfter?: number } {
	if (limitRetryAfter === null) return { waitMs: Math.max(1, latencyMs) };
	return { waitMs: limitRetryAfter * SECOND, retryAfter: Math.ceil(limitRetryAfter) };
}

/** @param retryAfter seconds in the header; undefined sends none */
function rejection(
	account: Account,
	provider: Provider,
	kind: LimitError,
	{ retryAfter, ...details }: LimitDetails & { retryAfter?: number },
): ApiError {
	account.usage.refused++;
	const { status, code, message } = provider.error(kind, MESSAGES[kind]);
	const extra = account.settings.limitExtra ? provider.limitExtra?.(details) : undefined;
	return new ApiError(status, code, message, {
		...(retryAfter !== undefined && { headers: { 'retry-after': String(retryAfter) } }),
		...(extra && { extra }),
	});
}
