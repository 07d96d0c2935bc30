import type { Admission } from './adaptiveLimit';
import { AdaptiveLimit } from './adaptiveLimit';
import type { Clock } from './clock';
import { systemClock } from './clock';
import type { Flow, Refusal, Slot, Waiter } from './flow';
import { firstPresent } from './flow';
import { onAbort } from './onAbort';
import { Queue } from './queue';

/** Maximum first wait when a request is refused and none is in flight. Each further wait doubles it. */
const FIRST_BACKOFF_MS = 500;
const MAX_BACKOFF_MS = 30_000;
/** Other clients of the account may free capacity, which only a probe can find. */
const PROBE_INTERVAL_MS = 30_000;

/**
 * Admits the requests of one kind to one account, up to the number that the provider accepts. All runs of this
 * process that use the account share the gate and take turns, so that a run with a thousand items does not delay one
 * with a single item. Refused requests go first.
 */
export class Gate {
	private readonly limit = new AdaptiveLimit();
	private readonly returned = new Queue<Waiter>();
	/** Runs with queued requests that may be sent, in the order of their turns. */
	private readonly turns = new Set<Flow>();
	private waiting = 0;
	private pausedUntil = 0;
	/** When to try one request above the limit. */
	private probeAt = Infinity;
	private backoffs = 0;
	private alarm = Infinity;
	private lastProgress: number;
	private lastUse: number;

	constructor(
		private readonly clock: Clock = systemClock,
		private readonly random: () => number = Math.random,
	) {
		this.lastUse = clock.now();
		this.lastProgress = clock.now();
	}

	/** When the provider last accepted a request, by the clock of the gate. */
	get lastAccepted(): number {
		return this.lastProgress;
	}

	/** Milliseconds since the last request ended; 0 while any is in flight or queued. */
	get idleMs(): number {
		return this.limit.running + this.waiting > 0 ? 0 : this.clock.now() - this.lastUse;
	}

	/** @param max Maximum number of requests of the run in flight, an integer from 1. */
	open(max: number): Flow {
		return { max, waiting: new Queue(), active: 0, closed: false };
	}

	/** Frees the slots of a run that has ended or was cancelled. */
	close(flow: Flow): void {
		if (flow.closed) return;
		flow.closed = true;
		this.turns.delete(flow);
		for (; flow.active > 0; flow.active -= 1) this.limit.end();
		this.admitAll();
	}

	/** @returns `undefined` if the signal aborts first. */
	async enter(flow: Flow, signal: AbortSignal): Promise<Slot | undefined> {
		return await this.wait(flow, signal, flow.waiting);
	}

	private async wait(flow: Flow, signal: AbortSignal, queue: Queue<Waiter>): Promise<Slot | undefined> {
		if (signal.aborted || flow.closed) {
			this.admitAll();
			return undefined;
		}
		const slot = await new Promise<Slot | undefined>((resolve) => {
			const waiter: Waiter = {
				flow,
				gone: false,
				leave: (admitted) => {
					if (waiter.gone) return;
					waiter.gone = true;
					this.waiting -= 1;
					forget();
					resolve(admitted);
				},
			};
			const forget = onAbort(signal, () => {
				waiter.leave(undefined);
			});
			this.waiting += 1;
			queue.push(waiter);
			if (queue === flow.waiting) this.takeTurns(flow);
			this.admitAll();
		});
		// The signal may have aborted after the slot was assigned.
		if (!isAborted(signal)) return slot;
		slot?.release();
		return undefined;
	}

	private takeTurns(flow: Flow): void {
		if (flow.waiting.length > 0 && flow.active < flow.max && !flow.closed) this.turns.add(flow);
	}

	private admitAll(): void {
		while (this.waiting > 0) {
			const now = this.clock.now();
			if (now < this.pausedUntil) {
				this.wakeAt(this.pausedUntil);
				return;
			}
			if (!this.limit.hasRoom) {
				if (now < this.probeAt) {
					this.wakeAt(this.probeAt);
					return;
				}
				this.probeAt = now + PROBE_INTERVAL_MS;
				if (!this.limit.raise()) return;
			}
			const waiter = this.next();
			if (waiter === undefined) return;
			waiter.flow.active += 1;
			waiter.leave(this.slot(waiter.flow, this.limit.admit()));
		}
	}

	private next(): Waiter | undefined {
		for (let count = this.returned.length; count > 0; count -= 1) {
			const waiter = this.returned.shift();
			if (waiter === undefined || waiter.gone) continue;
			if (waiter.flow.active < waiter.flow.max) return waiter;
			this.returned.push(waiter);
		}
		for (const flow of this.turns) {
			this.turns.delete(flow);
			const waiter = firstPresent(flow.waiting);
			if (waiter === undefined) continue;
			// A request of this run is about to start, so its next turn comes after those of all other runs.
			if (flow.waiting.length > 0 && flow.active + 1 < flow.max) this.turns.add(flow);
			return waiter;
		}
		return undefined;
	}

	private slot(flow: Flow, admission: Admission): Slot {
		let isOpen = true;
		const giveBack = (record: () => void): void => {
			if (!isOpen) return;
			isOpen = false;
			this.lastUse = this.clock.now();
			if (flow.closed) return;
			flow.active -= 1;
			record();
			this.takeTurns(flow);
		};
		const free = (record: () => void): void => {
			giveBack(record);
			this.admitAll();
		};
		return {
			succeed: () => {
				free(() => {
					this.limit.succeed(admission);
					this.backoffs = 0;
					this.lastProgress = this.clock.now();
				});
			},
			release: () => {
				free(() => {
					this.limit.end();
				});
			},
			refuse: (refusal) => {
				free(() => {
					this.refused(admission, refusal);
				});
			},
			returnToQueue: async (refusal, signal) => {
				giveBack(() => {
					this.refused(admission, refusal);
				});
				return await this.wait(flow, signal, this.returned);
			},
		};
	}

	private refused(admission: Admission, { perTime, retryAfterMs = 0, limit }: Refusal): void {
		const now = this.clock.now();
		if (perTime && retryAfterMs > 0) {
			// A limit per time says nothing about the number of requests in flight.
			this.limit.end();
			this.pauseUntil(now + retryAfterMs);
			return;
		}
		this.limit.refuse(admission, limit);
		if (this.limit.running > 0) {
			// The request would be refused again before one in flight ends.
			this.probeAt = now + (retryAfterMs > 0 ? retryAfterMs : PROBE_INTERVAL_MS);
			return;
		}
		// Exponential backoff with equal jitter, so that the wait is never 0:
		// https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
		const maxBackoff = Math.min(MAX_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** this.backoffs);
		this.backoffs += 1;
		this.pauseUntil(now + (retryAfterMs > 0 ? retryAfterMs : maxBackoff * (0.5 + this.random() / 2)));
	}

	private pauseUntil(time: number): void {
		this.pausedUntil = Math.max(this.pausedUntil, time);
	}

	private wakeAt(time: number): void {
		if (time >= this.alarm) return;
		this.alarm = time;
		void this.clock.sleep(time - this.clock.now()).then(() => {
			if (this.alarm === time) this.alarm = Infinity;
			this.admitAll();
		});
	}
}

const isAborted = ({ aborted }: AbortSignal): boolean => aborted;
