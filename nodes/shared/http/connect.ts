import { accountId, accounts } from '../concurrency/account';
import { onAbort } from '../concurrency/onAbort';
import { parseApiKey } from './apiKey';
import { parseBaseUrl } from './baseUrl';
import type { Provider } from './errorTable';
import type { Call, CallContext, Connection, Lane, Policy } from './types';

/**
 * Opens the connection of a run to its provider, with the node's credential.
 *
 * @param concurrency Maximum number of requests of one kind in flight, an integer from 1.
 * @throws {InputError} if the credential has no API key or no valid base URL.
 */
export async function connect(
	context: CallContext,
	provider: Provider,
	concurrency: number,
): Promise<Connection> {
	const credential = await context.getCredentials<{ apiKey?: unknown; baseUrl?: unknown }>(
		provider.credential,
	);
	const apiKey = parseApiKey(credential.apiKey);
	const baseUrl = parseBaseUrl(credential.baseUrl);
	const cancelled = 'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
	const lanes = new Map<string, Lane>();
	const created = new Map<string, unknown>();
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
	// Free the slots of a cancelled run immediately, even if its requests have not ended yet.
	if (cancelled !== undefined) disposals.push(onAbort(cancelled, close));
	return {
		context,
		provider,
		baseUrl,
		apiKey,
		concurrency,
		secrets: [...new Set([apiKey, encodeURIComponent(apiKey)])],
		cancelled,
		lane: (kind) => {
			const lane = lanes.get(kind) ?? openLane(kind);
			lanes.set(kind, lane);
			return lane;
		},
		once: <T>(name: string, create: () => T, dispose?: (value: T) => void): T => {
			if (created.has(name)) return created.get(name) as T;
			const value = create();
			created.set(name, value);
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

/** A call that belongs to no item of a run: a list in the editor, a webhook. */
export const callOf = (connection: Connection, policy: Policy): Call => ({
	connection,
	policy,
	usage: { requests: 0, retries: 0, uncertainRepeats: 0 },
	stopping: connection.cancelled ?? new AbortController().signal,
});
