import type { FastifyRequest } from 'fastify';

import type { Provider } from '../provider.ts';
import type { JournalEntry } from './types.ts';

const HIDDEN = '[hidden]';

function without<Value>(
	secrets: Iterable<string>,
	values: Record<string, Value>,
): Record<string, Value | string> {
	const shown: Record<string, Value | string> = { ...values };
	for (const name of secrets) if (name in shown) shown[name] = HIDDEN;
	return shown;
}

/** A request as it is written down when its head has been read. */
export function describeRequest(
	provider: Provider,
	operationId: string,
	request: FastifyRequest,
): Omit<JournalEntry, 'id'> {
	const headers: Record<string, string> = {};
	for (const [name, value] of Object.entries(request.headers)) headers[name] = String(value);
	return {
		provider: provider.name,
		operationId,
		method: request.method,
		path: request.url.split('?', 1)[0] ?? '',
		query: without([provider.keyParameter], Object(request.query) as Record<string, unknown>),
		headers: without([provider.keyHeader, 'authorization'], headers),
		body: null,
		status: null,
		charged: 0,
		paid: 0,
		fault: null,
		aborted: false,
		receivedAt: Date.now(),
		answeredAt: null,
		closedAt: null,
		socket: null,
	};
}

/** A message of a WebSocket as the journal shows it: parsed when it is JSON, and never with the key. */
export function describeMessage(text: string, apiKey: string): unknown {
	const shown = text.replaceAll(apiKey, HIDDEN);
	try {
		return JSON.parse(shown) as unknown;
	} catch {
		return shown;
	}
}
