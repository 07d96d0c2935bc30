import { parseBaseUrl } from '../http/baseUrl';
import { Gate } from '../http/gate';
import type { Provider } from '../http/provider';
import type { CallContext, Connection } from '../http/types';

/**
 * Opens a node's way to its provider, with the credential that the node is given.
 *
 * @param concurrency Requests in flight at once.
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
	const { apiKey } = credential;
	return {
		context,
		provider,
		baseUrl: parseBaseUrl(credential.baseUrl),
		secrets: typeof apiKey === 'string' && apiKey !== '' ? [apiKey, encodeURIComponent(apiKey)] : [],
		gate: new Gate(concurrency),
		closers: [],
		cancelled: 'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined,
	};
}
