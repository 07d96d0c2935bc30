import type { Admission } from './adaptiveLimit';
import { AdaptiveLimit } from './adaptiveLimit';
import type { Clock } from './clock';
import { systemClock } from './clock';
import type { Flow, Refusal, Slot, Waiter } from './flow';
import { firstPresent } from './flow';
import { onAbort } from './onAbort';
import { Queue } from './queue';

/** With everything refused and nothing running, the first wait is at most this long, and each further one twice as long. */
const FIRST_BACKOFF_MS = 500;
const MAX_BACKOFF_MS = 30_000;
/** A full provider may have room again because of someone else, of which nothing here tells. */
const PROBE_INTERVAL_MS = 30_000;

/**
 * Lets the requests of one kind to one account through, no more at a time than the provider accepts. All runs
 * of this process that use the account share it, and take turns, so that a run with a thousand items does not
 * hold up one with a single item. What was refused for now goes first.
 */
export class Gate {
	private readonly limit = new AdaptiveLimit();
	private readonly returned = new Queue<Waiter>();
	/** Runs with requests that wait and may be sent, in the order of their turns. */
	private readonly turns = new Set<Flow>();
	private waiting = 0;
	private pausedUntil = 0;
	/** When to try one more than the limit. */
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

	/** When a request was last accepted, by the clock. */
	get lastAccepted(): number {
		return this.lastProgress;
	}

	/** How long nothing has run or waited here, in milliseconds. */
	get idleMs(): number {
		return this.limit.running + this.waiting > 0 ? 0 : this.clock.now() - this.lastUse;
	}

	/** @param max Most requests of the run at a time, a whole number from 1. */
	open(max: number): Flow {
		return { max, waiting: new Queue(), active: 0, closed: false };
	}

	/** Frees what a run occupies: it has ended, or was cancelled. */
	close(flow: Flow): void {
		if (flow.closed) return;
		flow.closed = true;
		this.turns.delete(flow);
		for (; flow.active > 0; flow.active -= 1) this.limit.end();
		this.admitAll();
	}

	/** @returns The right to send one request; `undefined` when the signal aborts first. */
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
		// Whoever stops in the same moment must not send any more.
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
			// One more of this run is about to start; its next turn comes after those of all others.
			if (flow.waiting.length > 0 && flow.active + 1 < flow.max) this.turns.add(flow);
			return waiter;
		}
		return undefined;
	}

	private slot(flow: Flow, admission: Admission): Slot {
		let open = true;
		const giveBack = (tell: () => void): void => {
			if (!open) return;
			open = false;
			this.lastUse = this.clock.now();
			if (flow.closed) return;
			flow.active -= 1;
			tell();
			this.takeTurns(flow);
		};
		const free = (tell: () => void): void => {
			giveBack(tell);
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
			// The provider names the moment, so the number of requests at a time is not what it is about.
			this.limit.end();
			this.pauseUntil(now + retryAfterMs);
			return;
		}
		this.limit.refuse(admission, limit);
		if (this.limit.running > 0) {
			// The next slot that becomes free is one of ours; until then it would only be refused again.
			this.probeAt = now + (retryAfterMs > 0 ? retryAfterMs : PROBE_INTERVAL_MS);
			return;
		}
		// Exponential backoff with jitter, and never none at all:
		// https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
		const longest = Math.min(MAX_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** this.backoffs);
		this.backoffs += 1;
		this.pauseUntil(now + (retryAfterMs > 0 ? retryAfterMs : longest * (0.5 + this.random() / 2)));
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
