import type { FailureKind, ProviderError } from './errors';

/** Whether a request changes anything with the provider: a charge, a new voice, a new task. */
export type RequestEffect = 'none' | 'changes';

/**
 * May a failed request be sent again? Keyed by failure, then by what the request does. A request that
 * costs money or creates something is repeated only when it surely was not processed.
 */
const MAY_REPEAT: Readonly<Record<FailureKind, Readonly<Record<RequestEffect, boolean>>>> = {
	// The provider counts first and works later, so a request over the limit was not processed.
	tooFast: { none: true, changes: true },
	tooManyAtOnce: { none: true, changes: true },
	// A gateway that lost the answer says the same as one that never passed the request on.
	unavailable: { none: true, changes: false },
	// The answer would be the same: wrong key, wrong voice, quota used up, a fault of the server.
	refused: { none: false, changes: false },
	// Not a byte of the request left this machine.
	notConnected: { none: true, changes: true },
	// A wrong host name or certificate stays wrong.
	misconfigured: { none: false, changes: false },
	// The request may have been read and processed before the connection went.
	connectionLost: { none: true, changes: false },
	// The user set the limit; waiting as long again is not what was asked for.
	timedOut: { none: false, changes: false },
	// The provider did its work and would do the same again.
	unusable: { none: false, changes: false },
	cancelled: { none: false, changes: false },
};

const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 30_000;

/** Asked to wait longer than this, a run stops and says so: a worker is not to be held for hours. */
export const LONGEST_RETRY_AFTER_MS = 5 * 60_000;

/** A number in [0, 1), as `Math.random` gives it. */
export type Random = () => number;

/**
 * How long to wait before the request is sent again, in milliseconds; `undefined` when it must not be.
 *
 * @param retry Number of this retry, from 1.
 */
export function retryDelay(
	failure: Pick<ProviderError, 'kind' | 'retryAfterMs'>,
	effect: RequestEffect,
	retry: number,
	maxRetries: number,
	random: Random = Math.random,
): number | undefined {
	if (retry > maxRetries || !MAY_REPEAT[failure.kind][effect]) return undefined;
	if (failure.retryAfterMs !== undefined) {
		if (failure.retryAfterMs > LONGEST_RETRY_AFTER_MS) return undefined;
		// A little late rather than early, and not all waiting items in the same instant.
		return failure.retryAfterMs + random() * FIRST_DELAY_MS;
	}
	// Exponential backoff with full jitter:
	// https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
	return random() * Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (retry - 1));
}

/**
 * Reads a `Retry-After` header (RFC 9110 section 10.2.3): seconds, or an HTTP date.
 *
 * @param now Milliseconds since the epoch, for the date form.
 * @returns Milliseconds from now, 0 for a date in the past, `undefined` for anything else.
 */
export function parseRetryAfter(value: unknown, now: number = Date.now()): number | undefined {
	if (typeof value !== 'string' && typeof value !== 'number') return undefined;
	const text = String(value).trim();
	// Fractions are not in the RFC but are sent in the wild.
	if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
	if (!/[a-z]/i.test(text)) return undefined;
	const date = Date.parse(text);
	return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
