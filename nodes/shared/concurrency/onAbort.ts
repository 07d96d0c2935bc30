/** Callbacks by signal. All callbacks of a signal share one listener. */
const callbacks = new WeakMap<
	AbortSignal,
	{ readonly all: Set<() => void>; readonly listener: () => void }
>();

/**
 * Calls back when a signal aborts, or immediately if it has already aborted. Made for thousands of callbacks per
 * signal: removing one of many event listeners takes linear time, and Node.js warns of a leak above ten.
 *
 * @returns A function that removes the callback.
 */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
	if (signal.aborted) {
		callback();
		return () => undefined;
	}
	const entry = callbacks.get(signal) ?? listen(signal);
	// Wrapped, so that the same function can be registered twice.
	const call = () => {
		callback();
	};
	entry.all.add(call);
	return () => {
		entry.all.delete(call);
		if (entry.all.size > 0 || callbacks.get(signal) !== entry) return;
		callbacks.delete(signal);
		signal.removeEventListener('abort', entry.listener);
	};
}

function listen(signal: AbortSignal) {
	const all = new Set<() => void>();
	const listener = () => {
		callbacks.delete(signal);
		for (const call of all) call();
	};
	const entry = { all, listener };
	callbacks.set(signal, entry);
	signal.addEventListener('abort', listener, { once: true });
	return entry;
}
