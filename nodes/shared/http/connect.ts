import { accountId, accounts } from '../concurrency/account';
import { onAbort } from '../concurrency/onAbort';
import { parseBaseUrl } from './baseUrl';
import type { Provider } from './errorTable';
import type { CallContext, Connection, Lane } from './types';

/**
 * Opens a run's way to its provider, with the credential that the node is given.
 *
 * @param concurrency Most requests of one kind in flight, a whole number from 1.
 * @throws {InputError} when the base URL of the credential cannot be used.
 */
export async function connect(
	context: CallContext,
	provider: Provider,
	concurrency: number,
): Promise<Connection> {
	const credential = await context.getCredentials<{ apiKey?: unknown; baseUrl?: unknown }>(
		provider.credential,
	);
	const apiKey = typeof credential.apiKey === 'string' ? credential.apiKey : '';
	const baseUrl = parseBaseUrl(credential.baseUrl);
	const cancelled = 'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
	const lanes = new Map<string, Lane>();
	const made = new Map<string, unknown>();
	const disposals: Array<() => void> = [];

	const account = accountId(baseUrl, apiKey);
	const openLane = (kind: string): Lane => {
		const gate = accounts.gate(account, kind);
		return { gate, flow: gate.open(concurrency) };
	};
	const close = () => {
		for (const { gate, flow } of lanes.values()) gate.close(flow);
		for (const dispose of disposals.splice(0)) dispose();
	};
	// The slots of a cancelled run are free immediately, whatever its requests still do.
	if (cancelled !== undefined) disposals.push(onAbort(cancelled, close));
	return {
		context,
		provider,
		baseUrl,
		apiKey,
		concurrency,
		secrets: apiKey === '' ? [] : [...new Set([apiKey, encodeURIComponent(apiKey)])],
		cancelled,
		lane: (kind) => {
			const lane = lanes.get(kind) ?? openLane(kind);
			lanes.set(kind, lane);
			return lane;
		},
		once: <T>(name: string, create: () => T, dispose?: (value: T) => void): T => {
			if (made.has(name)) return made.get(name) as T;
			const value = create();
			made.set(name, value);
			if (dispose !== undefined) {
				disposals.push(() => {
					dispose(value);
				});
			}
			return value;
		},
		close,
	};
}
