import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import type { FailureKind } from '../../../nodes/shared/http/errors';
import { isLimited, mayRepeat, parseRetryAfter, retryDelay } from '../../../nodes/shared/http/retry';

const KINDS: FailureKind[] = [
	'rateLimited',
	'concurrencyLimited',
	'unavailable',
	'serverFault',
	'refused',
	'notConnected',
	'misconfigured',
	'connectionLost',
	'timedOut',
	'incomplete',
	'unusable',
	'cancelled',
	'stopped',
];

describe('which failures are sent again', () => {
	const kindsThat = (effect: 'safe' | 'unsafe', answer: 'yes' | 'uncertain') =>
		KINDS.filter((kind) => mayRepeat(kind, effect) === answer);

	it('repeats a request that charges only when it certainly was not processed', () => {
		expect(kindsThat('unsafe', 'yes')).toEqual(['rateLimited', 'concurrencyLimited', 'notConnected']);
	});

	it('leaves it to the user where it may have been processed', () => {
		expect(kindsThat('unsafe', 'uncertain')).toEqual([
			'unavailable',
			'serverFault',
			'connectionLost',
			'timedOut',
			'incomplete',
		]);
		expect(kindsThat('safe', 'uncertain')).toEqual([]);
	});

	it('repeats a request that changes nothing after passing failures too', () => {
		expect(kindsThat('safe', 'yes')).toEqual([
			'rateLimited',
			'concurrencyLimited',
			'unavailable',
			'notConnected',
			'connectionLost',
			'incomplete',
		]);
	});

	it('treats only refusals because of others as no failure', () => {
		expect(KINDS.filter(isLimited)).toEqual(['rateLimited', 'concurrencyLimited']);
	});
});

describe('how long to wait', () => {
	const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

	it('stays between nothing and the cap, and below twice the step before', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 60 }), random, (retry, r) => {
				const delay = retryDelay(undefined, retry, () => r);
				expect(delay).toBeGreaterThanOrEqual(0);
				expect(delay).toBeLessThanOrEqual(Math.min(30_000, 500 * 2 ** (retry - 1)));
			}),
		);
	});

	it('is never shorter than the provider asked for, and backs off when it asked for nothing', () => {
		fc.assert(
			fc.property(fc.integer({ min: 0, max: 600_000 }), random, (retryAfterMs, r) => {
				expect(retryDelay(retryAfterMs, 1, () => r)).toBeGreaterThanOrEqual(retryAfterMs);
			}),
		);
		expect(retryDelay(0, 3, () => 0.5)).toBe(1000);
	});
});

describe('Retry-After', () => {
	const now = Date.UTC(2026, 0, 1);

	it.each([
		['0', 0],
		['7', 7000],
		[' 7 ', 7000],
		['1.5', 1500],
		[3, 3000],
		['Thu, 01 Jan 2026 00:00:30 GMT', 30_000],
		['Thursday, 01-Jan-26 00:00:30 GMT', 30_000],
		['Thu, 01 Jan 1998 00:00:00 GMT', 0],
		['soon', undefined],
		['', undefined],
		['-5', undefined],
		[undefined, undefined],
		[['7'], undefined],
	])('reads %j as %p ms', (value, expected) => {
		expect(parseRetryAfter(value, now)).toBe(expected);
	});
});
