import type { Refusal, Slot } from '../concurrency/flow';
import { Scope } from '../concurrency/scope';
import { settle } from '../concurrency/settle';
import { wait } from '../concurrency/wait';
import { ProviderError } from './errors';
import { isLimited, MAX_RETRY_AFTER_MS, mayRepeat, retryDelay } from './retry';
import { isCancelled, stoppedError } from './stopped';
import type { ApiRequest, Call } from './types';

/** What decides about the slot and the retries of a request. */
export type Attempted = Pick<ApiRequest, 'limitGroup' | 'effect' | 'occupies'>;

/**
 * Sends a request when the account has a free slot, limits its duration, and retries it where that is safe.
 *
 * - Rate-limited requests return to the head of the queue. They have not failed and use up no retries; they
 *   fail once the account has accepted nothing for `policy.limitWaitMs`.
 * - Requests that were not processed, or that change nothing, are retried up to `policy.maxRetries` times.
 * - Requests that may have been processed are only retried with `policy.repeatUncertain`, and counted.
 *
 * @param send Must end when its signal aborts (timeout, or execution cancelled). Attempts count from 1.
 * @throws {ProviderError} if the request failed for good; anything else that `send` throws.
 */
export async function attempt<T>(
	call: Call,
	{ limitGroup, effect, occupies }: Attempted,
	send: (stop: AbortSignal, attempt: number) => Promise<T>,
): Promise<T> {
	const { policy, usage, stopping } = call;
	const { gate, flow } = call.connection.lane(limitGroup);
	const refusals = new Refusals(policy.limitWaitMs, () => gate.lastAccepted);
	let slot = await gate.enter(flow, stopping);
	let retries = 0;
	let refused: ProviderError | undefined;
	for (let attempts = 1; ; attempts += 1) {
		if (slot === undefined) throw stoppedError(call, refused);
		const outcome = await settle(sendOnce(call, async (stop) => await send(stop, attempts)));
		if (outcome.status === 'fulfilled') {
			releaseAfter(slot, occupies);
			return outcome.value;
		}
		const error = outcome.reason as unknown;
		const failure = errorOf(error, attempts);
		if (failure === undefined) {
			slot.release();
			throw error;
		}
		if (isLimited(failure.kind)) {
			const refusal = refusalOf(failure);
			refusals.add();
			refused = failure.with({ waitedMs: refusals.waitedMs });
			if (policy.maxRetries === 0 || refusals.isExhausted || isTooLong(failure)) {
				slot.refuse(refusal);
				throw refused;
			}
			slot = await slot.returnToQueue(refusal, stopping);
		} else {
			slot.release();
			retries += 1;
			const repeat = mayRepeat(failure.kind, effect);
			const allowed = repeat === 'yes' || (repeat === 'uncertain' && policy.repeatUncertain);
			if (!allowed || retries > policy.maxRetries || isTooLong(failure)) throw failure;
			await wait(retryDelay(failure.failure.retryAfterMs, retries), stopping);
			slot = await gate.enter(flow, stopping);
			// The original failure is the cause, not what stopped the retry.
			if (slot === undefined) throw isCancelled(call) ? stoppedError(call) : failure;
			if (repeat === 'uncertain') usage.uncertainRepeats += 1;
		}
		usage.retries += 1;
	}
}

/** How long the provider has refused a request. */
class Refusals {
	private since: number | undefined;
	waitedMs = 0;
	/** Whether the provider has accepted no request of the account for too long. */
	isExhausted = false;

	constructor(
		private readonly maxMs: number,
		private readonly lastAccepted: () => number,
	) {}

	add(): void {
		const now = performance.now();
		this.since ??= now;
		this.waitedMs = now - this.since;
		this.isExhausted = now - Math.max(this.since, this.lastAccepted()) > this.maxMs;
	}
}

function releaseAfter(slot: Slot, occupies: Promise<unknown> | undefined): void {
	if (occupies === undefined) slot.succeed();
	else void settle(occupies).then(slot.succeed);
}

function refusalOf({ kind, failure }: ProviderError): Refusal {
	const perTime = kind === 'rateLimited';
	// A rate limit says nothing about the number of requests in flight.
	return { perTime, retryAfterMs: failure.retryAfterMs, limit: perTime ? undefined : failure.limit };
}

const isTooLong = ({ failure }: ProviderError): boolean => (failure.retryAfterMs ?? 0) > MAX_RETRY_AFTER_MS;

/** The provider's error with the number of attempts; `undefined` for any other error. */
function errorOf(error: unknown, attempts: number): ProviderError | undefined {
	if (!(error instanceof ProviderError)) return undefined;
	return attempts === 1 ? error : error.with({ attempts });
}

async function sendOnce<T>(call: Call, send: (stop: AbortSignal) => Promise<T>): Promise<T> {
	const scope = new Scope([AbortSignal.timeout(call.policy.timeoutMs), call.connection.cancelled]);
	try {
		call.usage.requests += 1;
		return await send(scope.signal);
	} finally {
		scope.release();
	}
}
