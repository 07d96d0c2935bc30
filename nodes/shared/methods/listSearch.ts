import type { ILoadOptionsFunctions, INodeListSearchItems } from 'n8n-workflow';

import { connect } from '../http/connect';
import type { Provider } from '../http/errorTable';
import type { Call } from '../http/types';

/** Someone waits in the editor. */
const POLICY = { timeoutMs: 30_000, maxRetries: 2, repeatUncertain: false, limitWaitMs: 30_000 } as const;

/** The way to the provider for a list in the editor. */
export async function listCall(context: ILoadOptionsFunctions, provider: Provider): Promise<Call> {
	return {
		connection: await connect(context, provider, 1),
		policy: POLICY,
		usage: { requests: 0, retries: 0, uncertainRepeats: 0 },
		stopping: new AbortController().signal,
	};
}

/** Every word of the filter must occur somewhere in the label or the ID. */
export function matches({ name, value }: INodeListSearchItems, filter = ''): boolean {
	const haystack = `${name} ${String(value)}`.toLowerCase();
	return filter
		.toLowerCase()
		.split(/\s+/)
		.every((word) => haystack.includes(word));
}
