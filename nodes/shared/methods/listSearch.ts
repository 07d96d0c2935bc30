import type { ILoadOptionsFunctions, INodeListSearchItems, INodeListSearchResult } from 'n8n-workflow';

import { callOf, connect } from '../http/connect';
import type { Provider } from '../http/errorTable';
import type { Call } from '../http/types';
import { toNodeError } from '../items/toNodeError';

/** Someone is waiting in the editor. */
const POLICY = { timeoutMs: 30_000, maxRetries: 2, repeatUncertain: false, limitWaitMs: 30_000 } as const;

/**
 * Loads a list for a field in the editor.
 *
 * @param what What is listed, such as "voices".
 * @param load Loads the entries that match; those without an ID cannot be chosen and are left out.
 * @throws {NodeApiError | NodeOperationError} that says what to do next.
 */
export async function searchList(
	context: ILoadOptionsFunctions,
	provider: Provider,
	what: string,
	load: (call: Call) => Promise<INodeListSearchResult>,
): Promise<INodeListSearchResult> {
	try {
		return await load(callOf(await connect(context, provider, 1), POLICY));
	} catch (error) {
		throw toNodeError(error, {
			node: context.getNode(),
			provider: provider.displayName,
			action: `list of ${what}`,
		});
	}
}

/** Whether an entry has an ID, and every word of the filter occurs in its label or its ID. */
export function matches({ name, value }: INodeListSearchItems, filter = ''): boolean {
	if (value === '') return false;
	const haystack = `${name} ${String(value)}`.toLowerCase();
	return filter
		.toLowerCase()
		.split(/\s+/)
		.every((word) => haystack.includes(word));
}

/** The name of an entry with what distinguishes it, such as "Sara (female, najdi)". */
export const listLabel = (name: string, traits: readonly string[]): string =>
	traits.length === 0 ? name : `${name} (${traits.join(', ')})`;
