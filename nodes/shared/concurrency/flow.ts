import type { Queue } from './queue';

/** Why a provider refused a request for now. */
export interface Refusal {
	/** Whether it counts requests per time; otherwise it counts those that run at the same time. */
	readonly perTime: boolean;
	/** When to come back, in milliseconds, as the provider says; 0 says nothing. */
	readonly retryAfterMs: number | undefined;
	/** The limit that the provider names. */
	readonly limit: number | undefined;
}

/** The requests of one run. */
export interface Flow {
	/** Most of them at a time. */
	readonly max: number;
	readonly waiting: Queue<Waiter>;
	active: number;
	closed: boolean;
}

/** The right to send one request. It is given back exactly once; further calls do nothing. */
export interface Slot {
	/** The provider accepted the request, and has answered it. */
	readonly succeed: () => void;
	/** It ended in a way that says nothing about the limit. */
	readonly release: () => void;
	/**
	 * The provider refused it for now. It returns to the head of the queue.
	 *
	 * @returns A new slot; `undefined` when the signal aborts first.
	 */
	readonly returnToQueue: (refusal: Refusal, signal: AbortSignal) => Promise<Slot | undefined>;
	/** The provider refused it for now, and it is given up. */
	readonly refuse: (refusal: Refusal) => void;
}

/** A request that waits for its turn. */
export interface Waiter {
	readonly flow: Flow;
	/** Leaves the queue, with a slot or without. */
	readonly leave: (slot: Slot | undefined) => void;
	gone: boolean;
}

/** Takes the next request that has not left the queue. */
export function firstPresent(queue: Queue<Waiter>): Waiter | undefined {
	for (let waiter = queue.shift(); waiter !== undefined; waiter = queue.shift()) {
		if (!waiter.gone) return waiter;
	}
	return undefined;
}
