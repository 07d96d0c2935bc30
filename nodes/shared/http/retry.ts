import type { FailureKind } from './errors';

/**
 * Whether a request changes anything with the provider (RFC 9110 section 9.2.1): `unsafe` ones cost money or
 * create something.
 */
export type RequestEffect = 'safe' | 'unsafe';

/**
 * May a failed request be sent again? `uncertain`: it may have been processed, so a request that changes
 * something is repeated only where the user allows it.
 */
const MAY_REPEAT: Readonly<Record<FailureKind, Readonly<Record<RequestEffect, 'yes' | 'uncertain' | 'no'>>>> =
	{
		// The provider counts first and works later, so a request over the limit was not processed.
		tooFast: { safe: 'yes', unsafe: 'yes' },
		tooManyAtOnce: { safe: 'yes', unsafe: 'yes' },
		// A gateway that lost the answer says the same as one that never passed the request on.
		unavailable: { safe: 'yes', unsafe: 'uncertain' },
		serverFault: { safe: 'no', unsafe: 'uncertain' },
		// The answer would be the same: wrong key, wrong voice, quota used up.
		refused: { safe: 'no', unsafe: 'no' },
		// Not a byte of the request left this machine.
		notConnected: { safe: 'yes', unsafe: 'yes' },
		// A wrong host name or certificate stays wrong.
		misconfigured: { safe: 'no', unsafe: 'no' },
		connectionLost: { safe: 'yes', unsafe: 'uncertain' },
		// The user set the timeout; waiting as long again is not what was asked for, unless the work of others is at stake.
		timedOut: { safe: 'no', unsafe: 'uncertain' },
		// The provider did its work, and it is lost.
		incomplete: { safe: 'yes', unsafe: 'uncertain' },
		// The provider did its work and would do the same again.
		unusable: { safe: 'no', unsafe: 'no' },
		cancelled: { safe: 'no', unsafe: 'no' },
		stopped: { safe: 'no', unsafe: 'no' },
	};

const FIRST_DELAY_MS = 500;
const MAX_DELAY_MS = 30_000;

/** Asked to wait longer than this, a request fails and says so: a worker is not to be held for hours. */
export const MAX_RETRY_AFTER_MS = 5 * 60_000;

/** A number in [0, 1), as `Math.random` returns it. */
export type Random = () => number;

/** Whether a failed request may be sent again, as far as its kind goes; `uncertain` if it may have been processed. */
export function mayRepeat(kind: FailureKind, effect: RequestEffect): 'yes' | 'uncertain' | 'no' {
	return MAY_REPEAT[kind][effect];
}

/** Whether the provider refused a request only because of others: it has not failed, and waits for its turn. */
export function isRefusedForNow(kind: FailureKind): kind is 'tooFast' | 'tooManyAtOnce' {
	return kind === 'tooFast' || kind === 'tooManyAtOnce';
}

/**
 * How long to wait before a retry, in milliseconds: exponential backoff with full jitter, or as long as the
 * provider asks for if that is longer.
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
	// Fractions are not in the RFC but are sent in the wild.
	if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
	if (!/[a-z]/i.test(text)) return undefined;
	const date = Date.parse(text);
	return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
