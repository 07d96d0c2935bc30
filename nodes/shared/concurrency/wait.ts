import { onAbort } from './onAbort';

/**
 * Resolves after a time in milliseconds, or when the signal aborts; check the signal to tell which. Uses
 * `AbortSignal.timeout`, because community nodes must not use timers.
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
