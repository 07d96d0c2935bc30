import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import type { FailureKind } from '../../nodes/shared/http/errors';
import { LONGEST_RETRY_AFTER_MS, parseRetryAfter, retryDelay } from '../../nodes/shared/http/retry';

const KINDS: FailureKind[] = [
	'tooFast',
	'tooManyAtOnce',
	'unavailable',
	'refused',
	'notConnected',
	'misconfigured',
	'connectionLost',
	'timedOut',
	'unusable',
	'cancelled',
];

const always = { retryAfterMs: undefined };

describe('which failures are sent again', () => {
	const repeated = (effect: 'none' | 'changes') =>
		KINDS.filter((kind) => retryDelay({ kind, ...always }, effect, 1, 5) !== undefined);

	it('repeats a request that charges only when it was surely not processed', () => {
		expect(repeated('changes')).toEqual(['tooFast', 'tooManyAtOnce', 'notConnected']);
	});

	it('repeats a request that changes nothing after passing failures too', () => {
		expect(repeated('none')).toEqual([
			'tooFast',
			'tooManyAtOnce',
			'unavailable',
			'notConnected',
			'connectionLost',
		]);
	});

	it('repeats nothing that it would not repeat for a harmless request', () => {
		expect(repeated('none')).toEqual(expect.arrayContaining(repeated('changes')));
	});
});

describe('how long to wait', () => {
	const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

	it('stays between nothing and the cap, and below twice the step before', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 60 }), random, (retry, r) => {
				const delay = retryDelay({ kind: 'tooFast', ...always }, 'changes', retry, 60, () => r) ?? -1;
				expect(delay).toBeGreaterThanOrEqual(0);
				expect(delay).toBeLessThanOrEqual(Math.min(30_000, 500 * 2 ** (retry - 1)));
			}),
		);
	});

	it('is never shorter than the provider asked for, and gives up when it asked for too long', () => {
		fc.assert(
			fc.property(fc.integer({ min: 0, max: 2 * LONGEST_RETRY_AFTER_MS }), random, (retryAfterMs, r) => {
				const delay = retryDelay({ kind: 'tooFast', retryAfterMs }, 'none', 1, 5, () => r);
				if (retryAfterMs > LONGEST_RETRY_AFTER_MS) expect(delay).toBeUndefined();
				else expect(delay).toBeGreaterThanOrEqual(retryAfterMs);
			}),
		);
	});

	it('ends with the last retry that is allowed', () => {
		expect(retryDelay({ kind: 'tooFast', ...always }, 'none', 1, 0)).toBeUndefined();
		expect(retryDelay({ kind: 'tooFast', ...always }, 'none', 5, 5)).toBeDefined();
		expect(retryDelay({ kind: 'tooFast', ...always }, 'none', 6, 5)).toBeUndefined();
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
