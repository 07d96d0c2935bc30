import { describe, expect, it } from '@jest/globals';

import { Gate } from '../../../nodes/shared/concurrency/gate';
import { attempt } from '../../../nodes/shared/http/attempt';
import type { FailureKind } from '../../../nodes/shared/http/errors';
import { ProviderError } from '../../../nodes/shared/http/errors';
import type { Call, Policy } from '../../../nodes/shared/http/types';

const POLICY: Policy = { timeoutMs: 60_000, maxRetries: 5, repeatUncertain: false, limitWaitMs: 60_000 };
const REQUEST = { limitGroup: 'speech', effect: 'unsafe' } as const;

/** A call as far as `attempt` needs it; all calls with one gate share an account. */
function callOf(
	policy: Partial<Policy> = {},
	gate = new Gate(),
	stopping = new AbortController().signal,
): Call {
	const flow = gate.open(5);
	const connection = { lane: () => ({ gate, flow }) } as unknown as Call['connection'];
	return {
		connection,
		policy: { ...POLICY, ...policy },
		usage: { requests: 0, retries: 0, uncertainRepeats: 0 },
		stopping,
	};
}

const failure = (kind: FailureKind) => new ProviderError({ kind, title: kind, nextStep: 'Wait' });
const reasonOf = async (promise: Promise<unknown>): Promise<ProviderError> =>
	await promise.then(
		() => {
			throw new Error('It succeeded');
		},
		(error: unknown) => error as ProviderError,
	);

describe('a request that is refused for now', () => {
	it('fails when the account has accepted nothing for the time that it may wait, and says how long that was', async () => {
		const call = callOf({ limitWaitMs: 1000 });
		const error = await reasonOf(
			attempt(call, REQUEST, async () => await Promise.reject(failure('concurrencyLimited'))),
		);
		expect(error.kind).toBe('concurrencyLimited');
		expect(error.failure.waitedMs).toBeGreaterThan(1000);
		expect(error.attempts).toBe(call.usage.requests);
		expect(call.usage.requests).toBeGreaterThan(1);
	});

	it('goes on waiting while others of the account are accepted', async () => {
		const gate = new Gate();
		const call = callOf({ limitWaitMs: 300 }, gate);
		let refusals = 0;
		const over = new AbortController();
		const others = (async () => {
			while (!over.signal.aborted) {
				await attempt(callOf({}, gate), REQUEST, async () => {
					await new Promise((resolve) => setTimeout(resolve, 20));
				});
			}
		})();
		const outcome = await attempt(call, REQUEST, async () => {
			refusals += 1;
			// Each comes later than the time that it may wait without anything being accepted.
			await new Promise((resolve) => setTimeout(resolve, 200));
			if (refusals < 4) throw failure('concurrencyLimited');
			return 'accepted';
		});
		over.abort();
		await others;
		expect(outcome).toBe('accepted');
	});

	it('is not sent again after the run has failed, and names the refusal as the cause', async () => {
		const stop = new AbortController();
		const call = callOf({}, new Gate(), stop.signal);
		const promise = attempt(call, REQUEST, async () => await Promise.reject(failure('rateLimited')));
		setTimeout(() => {
			stop.abort();
		}, 50);
		const error = await reasonOf(promise);
		expect(error.kind).toBe('stopped');
		expect((error.cause as ProviderError).kind).toBe('rateLimited');
		expect(call.usage.requests).toBe(1);
	});
});

describe('a request that is lost', () => {
	it('keeps that as the reason when the run fails before its retry', async () => {
		const stop = new AbortController();
		const call = callOf({ repeatUncertain: true }, new Gate(), stop.signal);
		const promise = attempt(call, REQUEST, async () => {
			stop.abort();
			return await Promise.reject(failure('connectionLost'));
		});
		expect((await reasonOf(promise)).kind).toBe('connectionLost');
		expect(call.usage).toMatchObject({ requests: 1, uncertainRepeats: 0 });
	});

	it('does not share its error with another request that was lost with it', async () => {
		const shared = failure('notConnected');
		const [one, two] = await Promise.all(
			[1, 0].map(
				async (maxRetries) =>
					await reasonOf(attempt(callOf({ maxRetries }), REQUEST, async () => await Promise.reject(shared))),
			),
		);
		expect(one?.attempts).toBe(2);
		expect(two?.attempts).toBe(1);
		expect(shared.attempts).toBe(1);
		expect(shared.notes).toEqual([]);
	});
});

it('an error that is not the provider’s is thrown unchanged, and its slot is free again', async () => {
	const gate = new Gate();
	const thrown = new TypeError('A bug');
	for (let i = 0; i < 10; i += 1) {
		const error: unknown = await reasonOf(
			attempt(callOf({}, gate), REQUEST, async () => await Promise.reject(thrown)),
		);
		expect(error).toBe(thrown);
	}
	expect(await attempt(callOf({}, gate), REQUEST, async () => await Promise.resolve('free'))).toBe('free');
});
