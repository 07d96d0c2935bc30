import { onAbort } from './onAbort';

/**
 * Work that stops together: a run, or the chunks of one text. After its signal aborts, nothing new starts (no item,
 * chunk, retry or poll) and all waits end. Requests in flight are not aborted, because they are paid for.
 *
 * Replaces `AbortSignal.any`, which keeps each derived signal in memory as long as its source
 * (https://github.com/nodejs/node/issues/54614). A run derives one for each text.
 */
export class Scope {
	private readonly controller = new AbortController();
	private readonly forget: Array<() => void>;

	readonly stop = (): void => {
		this.controller.abort();
	};

	/** @param parents Signals that also stop this scope. */
	constructor(parents: ReadonlyArray<AbortSignal | undefined>) {
		this.forget = parents.flatMap((parent) => (parent === undefined ? [] : [onAbort(parent, this.stop)]));
	}

	get signal(): AbortSignal {
		return this.controller.signal;
	}

	/** Removes the callbacks from the parents. Call it when the work has finished. */
	release(): void {
		for (const forget of this.forget.splice(0)) forget();
	}
}

/**
 * Runs work in a scope that stops after the given time.
 *
 * @param milliseconds 0 or less stops the scope before the work starts.
 */
export async function withDeadline<T>(
	parents: ReadonlyArray<AbortSignal | undefined>,
	milliseconds: number,
	work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
	const elapsed = milliseconds > 0 ? AbortSignal.timeout(Math.ceil(milliseconds)) : AbortSignal.abort();
	const scope = new Scope([...parents, elapsed]);
	try {
		return await work(scope.signal);
	} finally {
		scope.release();
	}
}
