import { onAbort } from './onAbort';

/**
 * Resolves after so many milliseconds, or as soon as the signal aborts; check the signal to tell which.
 * Community nodes may not use timers, so the platform's timeout signal keeps time.
 */
export async function wait(milliseconds: number, signal?: AbortSignal): Promise<void> {
	if (signal?.aborted === true || milliseconds <= 0) return;
	const elapsed = AbortSignal.timeout(Math.ceil(milliseconds));
	await new Promise<void>((resolve) => {
		let forget: () => void = () => undefined;
		const done = () => {
			forget();
			resolve();
		};
		elapsed.addEventListener('abort', done);
		if (signal !== undefined) forget = onAbort(signal, done);
	});
}
