/**
 * Resolves after so many milliseconds, or at once when the execution is cancelled; look at the signal
 * to tell which. Timers are not open to community nodes, so the platform's timeout signal keeps time.
 */
export async function wait(milliseconds: number, cancelled?: AbortSignal): Promise<void> {
	if (cancelled?.aborted === true || milliseconds <= 0) return;
	const elapsed = AbortSignal.timeout(Math.ceil(milliseconds));
	await new Promise<void>((resolve) => {
		const done = () => {
			elapsed.removeEventListener('abort', done);
			cancelled?.removeEventListener('abort', done);
			resolve();
		};
		elapsed.addEventListener('abort', done);
		cancelled?.addEventListener('abort', done);
	});
}

/** Aborts when the time is up or the execution is cancelled, whichever comes first, until it is released. */
export class StopSignal {
	private readonly controller = new AbortController();
	private readonly late: AbortSignal;
	private readonly stop = () => {
		this.controller.abort();
	};

	/** @param milliseconds A whole number from 1. */
	constructor(
		milliseconds: number,
		private readonly cancelled: AbortSignal | undefined,
	) {
		this.late = AbortSignal.timeout(milliseconds);
		this.late.addEventListener('abort', this.stop);
		cancelled?.addEventListener('abort', this.stop);
	}

	get signal(): AbortSignal {
		return this.controller.signal;
	}

	release(): void {
		this.late.removeEventListener('abort', this.stop);
		this.cancelled?.removeEventListener('abort', this.stop);
	}
}
