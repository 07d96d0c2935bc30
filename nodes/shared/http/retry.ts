import type { FailureKind } from './errors';

/** Whether a request changes anything (RFC 9110 section 9.2.1). Unsafe requests cost money or create something. */
export type RequestEffect = 'safe' | 'unsafe';

/**
 * Whether a failed request may be sent again. `uncertain`: it may have been processed, so it is only sent
 * again if the user allows it.
 */
const MAY_REPEAT: Readonly<Record<FailureKind, Readonly<Record<RequestEffect, 'yes' | 'uncertain' | 'no'>>>> =
	{
		// Limits are checked first, so the request was not processed.
		rateLimited: { safe: 'yes', unsafe: 'yes' },
		concurrencyLimited: { safe: 'yes', unsafe: 'yes' },
		// The gateway may have lost the response, or never forwarded the request.
		unavailable: { safe: 'yes', unsafe: 'uncertain' },
		serverFault: { safe: 'no', unsafe: 'uncertain' },
		// The response would be the same: wrong key, wrong voice, quota exceeded.
		refused: { safe: 'no', unsafe: 'no' },
		// Nothing was sent.
		notConnected: { safe: 'yes', unsafe: 'yes' },
		// A wrong host name or certificate remains wrong.
		misconfigured: { safe: 'no', unsafe: 'no' },
		connectionLost: { safe: 'yes', unsafe: 'uncertain' },
		// The user set the timeout. Waiting again is only worth it where other paid chunks would be lost.
		timedOut: { safe: 'no', unsafe: 'uncertain' },
		// The provider processed the request, but the result was lost.
		incomplete: { safe: 'yes', unsafe: 'uncertain' },
		// The provider processed the request, and would return the same again.
		unusable: { safe: 'no', unsafe: 'no' },
		cancelled: { safe: 'no', unsafe: 'no' },
		stopped: { safe: 'no', unsafe: 'no' },
	};

const FIRST_DELAY_MS = 500;
const MAX_DELAY_MS = 30_000;

/** A request that would have to wait longer fails, so that it does not occupy a worker for hours. */
export const MAX_RETRY_AFTER_MS = 5 * 60_000;

/** Returns a number in [0, 1), like `Math.random`. */
export type Random = () => number;

/** Whether a failed request may be sent again; `uncertain` if it may have been processed. */
export function mayRepeat(kind: FailureKind, effect: RequestEffect): 'yes' | 'uncertain' | 'no' {
	return MAY_REPEAT[kind][effect];
}

/** Whether a limit refused the request. It has not failed, and returns to the queue. */
export function isLimited(kind: FailureKind): kind is 'rateLimited' | 'concurrencyLimited' {
	return kind === 'rateLimited' || kind === 'concurrencyLimited';
}

/**
 * The delay before a retry, in milliseconds: exponential backoff with full jitter, or `retryAfterMs` if that
 * is longer.
 * https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 *
 * @param retry Number of this retry, from 1.
 */
export function retryDelay(retryAfterMs = 0, retry = 1, random: Random = Math.random): number {
	const backoff = random() * Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** (retry - 1));
	return Math.max(retryAfterMs, backoff);
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
	// The RFC has no fractions, but some servers send them.
	if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
	if (!/[a-z]/i.test(text)) return undefined;
	const date = Date.parse(text);
	return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
