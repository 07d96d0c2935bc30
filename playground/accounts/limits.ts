import type { ContractOperation } from '../contract.ts';
import { ApiError } from '../http/answer.ts';
import type { LimitFacts, LimitProblem, Provider } from '../provider.ts';
import type { Account } from './account.ts';
import type { AccountSettings } from './settings.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** A limit for accounts that have none per minute and still answer with the code of one; the number means nothing. */
const ANY_RATE = 600;

/** How `limitCode` is called in the provider's own list of problems. */
const PROBLEMS = {
	TOO_MANY_CONCURRENT_REQUESTS: 'concurrency',
	RATE_LIMIT_EXCEEDED: 'rateLimit',
} as const;

const MESSAGES = {
	concurrency: 'Too many requests at the same time.',
	rateLimit: 'Too many requests in the last minute. Try again later.',
} as const;

/**
 * Applies the limits of an account to one request, as far as the contract documents them for the operation.
 *
 * @returns frees what the request occupies, once
 * @throws ApiError when the request is refused; the refusal is counted
 */
export function admit(account: Account, operation: ContractOperation, provider: Provider): () => void {
	const documents = (problem: LimitProblem) =>
		operation.limitCodes.includes(provider.error(problem, '').code);
	const { settings } = account;
	const perMinute = settings.requestsPerMinute ?? ANY_RATE;

	if (documents('rateLimit')) {
		const waitMs = account.admit(Date.now());
		if (waitMs !== undefined) {
			const limit = Math.round((perMinute * MINUTE) / settings.rateWindowMs);
			const refused = { limit, waitMs, retryAfter: Math.max(1, Math.ceil(waitMs / SECOND)) };
			throw refusal(account, provider, 'rateLimit', refused);
		}
		if (account.isRefusedByTurn()) {
			throw refusal(account, provider, 'rateLimit', { limit: perMinute, ...waitOf(settings) });
		}
	}

	if (!documents('concurrency')) return () => undefined;
	const free = account.occupySlot();
	if (free) return free;
	const problem = PROBLEMS[settings.limitCode];
	const { waitMs, ...header } = waitOf(settings);
	throw refusal(account, provider, problem, {
		...header,
		...(problem === 'rateLimit'
			? { limit: perMinute, waitMs }
			: { limit: settings.maxConcurrent ?? 0, current: account.processing }),
	});
}

/** When to come back after a refusal that no window of time explains: as it is set, else when an answer is due. */
function waitOf({ limitRetryAfter, latencyMs }: AccountSettings): { waitMs: number; retryAfter?: number } {
	if (limitRetryAfter === null) return { waitMs: Math.max(1, latencyMs) };
	return { waitMs: limitRetryAfter * SECOND, retryAfter: Math.ceil(limitRetryAfter) };
}

/** @param retryAfter seconds of the header; without it there is none */
function refusal(
	account: Account,
	provider: Provider,
	problem: LimitProblem,
	{ retryAfter, ...facts }: LimitFacts & { retryAfter?: number },
): ApiError {
	account.usage.refused++;
	const { status, code, message } = provider.error(problem, MESSAGES[problem]);
	const extra = account.settings.limitExtra ? provider.limitExtra?.(facts) : undefined;
	return new ApiError(status, code, message, {
		...(retryAfter !== undefined && { headers: { 'retry-after': String(retryAfter) } }),
		...(extra && { extra }),
	});
}
