import { onAbort } from './onAbort';

/**
 * What is stopped together: a run, or the chunks of one text. Once its signal aborts, nothing new is begun
 * (no item, chunk, retry or poll) and all waits end. Requests in flight are not aborted: they are paid for.
 *
 * `AbortSignal.any` would do the same, but keeps every derived signal alive as long as its source
 * (https://github.com/nodejs/node/issues/54614), and a run derives one for each text.
 */
export class Scope {
	private readonly controller = new AbortController();
	private readonly forget: Array<() => void>;

	readonly stop = (): void => {
		this.controller.abort();
	};

	/** @param parents Signals that stop this scope too. */
	constructor(parents: ReadonlyArray<AbortSignal | undefined>) {
		this.forget = parents.flatMap((parent) => (parent === undefined ? [] : [onAbort(parent, this.stop)]));
	}

	get signal(): AbortSignal {
		return this.controller.signal;
	}

	/** Forgets the parents; call it when the work is over. */
	release(): void {
		for (const forget of this.forget.splice(0)) forget();
	}
}

/**
 * Does work that must end at a point in time, in a scope of its own.
 *
 * @param milliseconds From now; 0 or less stops the scope before the work begins.
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
