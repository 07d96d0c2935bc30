/** What is to be called when a signal aborts. One listener serves all callbacks of a signal. */
const callbacks = new WeakMap<
	AbortSignal,
	{ readonly all: Set<() => void>; readonly listener: () => void }
>();

/**
 * Calls back when a signal aborts; at once if it already has. Thousands of requests may wait for one signal,
 * which the platform's listeners are not made for: removing one takes time in proportion to their number, and
 * Node.js warns of a leak from the eleventh on.
 *
 * @returns Forgets the callback.
 */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
	if (signal.aborted) {
		callback();
		return () => undefined;
	}
	const entry = callbacks.get(signal) ?? listen(signal);
	// Each registration is its own, even of the same function.
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
