import type { Queue } from './queue';

/** A request that exceeded a rate limit. */
export interface Refusal {
	/** Whether the provider limits requests per time; otherwise it limits requests in flight. */
	readonly perTime: boolean;
	/** Wait stated by the provider; 0 counts as none. */
	readonly retryAfterMs: number | undefined;
	/** Limit stated by the provider. */
	readonly limit: number | undefined;
}

/** The requests of one run. */
export interface Flow {
	/** Maximum number of requests in flight. */
	readonly max: number;
	readonly waiting: Queue<Waiter>;
	active: number;
	closed: boolean;
}

/** Permission to send one request. Only the first call of a method has an effect. */
export interface Slot {
	/** Call when the provider accepted the request and responded. */
	readonly succeed: () => void;
	/** Call when the request ended without telling anything about the limit. */
	readonly release: () => void;
	/**
	 * Call when the request exceeded a rate limit and will be sent again. It returns to the head of the queue.
	 *
	 * @returns A new slot; `undefined` if the signal aborts first.
	 */
	readonly returnToQueue: (refusal: Refusal, signal: AbortSignal) => Promise<Slot | undefined>;
	/** Call when the request exceeded a rate limit and will not be sent again. */
	readonly refuse: (refusal: Refusal) => void;
}

/** A queued request. */
export interface Waiter {
	readonly flow: Flow;
	/** Leaves the queue, with or without a slot. */
	readonly leave: (slot: Slot | undefined) => void;
	gone: boolean;
}

/** Removes and returns the next request that has not left the queue. */
export function firstPresent(queue: Queue<Waiter>): Waiter | undefined {
	for (let waiter = queue.shift(); waiter !== undefined; waiter = queue.shift()) {
		if (!waiter.gone) return waiter;
	}
	return undefined;
}
