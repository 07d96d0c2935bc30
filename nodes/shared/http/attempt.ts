import type { Refusal, Slot } from '../concurrency/flow';
import { Scope } from '../concurrency/scope';
import { settle } from '../concurrency/settle';
import { wait } from '../concurrency/wait';
import { ProviderError } from './errors';
import { isRefusedForNow, MAX_RETRY_AFTER_MS, mayRepeat, retryDelay } from './retry';
import type { ApiRequest, Call } from './types';

/** What decides about the slot and the retries of a request. */
export type Attempted = Pick<ApiRequest, 'kind' | 'effect' | 'occupies'>;

/**
 * Sends a request when the account has room for it, bounds its time, and sends it again where that is safe.
 *
 * - The provider refused it for now: it returns to the head of the queue. That is not a failure and uses up
 *   no retries; it ends when the account accepts nothing for `policy.limitWaitMs`.
 * - It certainly was not processed, or changes nothing: repeated, `policy.maxRetries` times.
 * - It may have been processed: repeated only with `policy.repeatUncertain`, and counted.
 *
 * @param send Must end when its signal aborts: the time is up, or the execution was cancelled. The number of
 *   the attempt counts from 1.
 * @throws {ProviderError} when it failed for good; whatever else `send` throws.
 */
export async function attempt<T>(
	call: Call,
	{ kind, effect, occupies }: Attempted,
	send: (stop: AbortSignal, attempt: number) => Promise<T>,
): Promise<T> {
	const { policy, usage, stopping } = call;
	const { gate, flow } = call.connection.lane(kind);
	const refusals = new Refusals(policy.limitWaitMs, () => gate.lastAccepted);
	let slot = await gate.enter(flow, stopping);
	let retries = 0;
	let refused: ProviderError | undefined;
	for (let attempts = 1; ; attempts += 1) {
		if (slot === undefined) throw stoppedError(call, refused);
		const outcome = await settle(sendOnce(call, async (stop) => await send(stop, attempts)));
		if (outcome.status === 'fulfilled') {
			hand(slot, occupies);
			return outcome.value;
		}
		const error = outcome.reason as unknown;
		const failure = errorOf(error, attempts);
		if (failure === undefined) {
			slot.release();
			throw error;
		}
		if (isRefusedForNow(failure.kind)) {
			const refusal = refusalOf(failure);
			refusals.add();
			refused = failure.with({ waitedMs: refusals.waitedMs });
			if (policy.maxRetries === 0 || refusals.areOver || isTooLong(failure)) {
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
			// What was lost stays the reason, not that something else stopped the retry.
			if (slot === undefined) throw isCancelled(call) ? stoppedError(call) : failure;
			if (repeat === 'uncertain') usage.uncertainRepeats += 1;
		}
		usage.retries += 1;
	}
}

/** How long a request has been refused, as far as no other was accepted meanwhile. */
class Refusals {
	private since: number | undefined;
	waitedMs = 0;
	/** Whether it has been refused for too long. */
	areOver = false;

	constructor(
		private readonly longestMs: number,
		private readonly lastAccepted: () => number,
	) {}

	add(): void {
		const now = performance.now();
		this.since ??= now;
		this.waitedMs = now - this.since;
		this.areOver = now - Math.max(this.since, this.lastAccepted()) > this.longestMs;
	}
}

function hand(slot: Slot, occupies: Promise<unknown> | undefined): void {
	if (occupies === undefined) slot.succeed();
	else void settle(occupies).then(slot.succeed);
}

function refusalOf({ kind, failure }: ProviderError): Refusal {
	const perTime = kind === 'tooFast';
	// A limit per time says nothing of how many may run at the same time.
	return { perTime, retryAfterMs: failure.retryAfterMs, limit: perTime ? undefined : failure.limit };
}

const isTooLong = ({ failure }: ProviderError): boolean => (failure.retryAfterMs ?? 0) > MAX_RETRY_AFTER_MS;

/** The provider's error in what was thrown, with the number of attempts. */
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

const STOPPED: Readonly<Record<'cancelled' | 'stopped', { title: string; nextStep: string }>> = {
	cancelled: {
		title: 'The execution was cancelled',
		nextStep: 'Run the workflow again when you want the result',
	},
	stopped: {
		title: 'Not sent, because the run had failed by then',
		nextStep: 'Fix what failed first, then run again',
	},
};

/**
 * Nothing more is sent: the execution was cancelled, or something else has failed.
 *
 * @param cause Why it had not been sent by then.
 */
export function stoppedError(call: Pick<Call, 'connection'>, cause?: ProviderError): ProviderError {
	const kind = isCancelled(call) ? 'cancelled' : 'stopped';
	return new ProviderError({ kind, ...STOPPED[kind] }, cause);
}

const isCancelled = ({ connection }: Pick<Call, 'connection'>): boolean =>
	connection.cancelled?.aborted === true;
