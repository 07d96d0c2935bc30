import type { FastifyRequest } from 'fastify';

import type { Provider } from '../provider.ts';
import type { JournalEntry } from './types.ts';

const REDACTED = '[hidden]';

function redact<Value>(
	names: Iterable<string>,
	values: Record<string, Value>,
): Record<string, Value | string> {
	const redacted: Record<string, Value | string> = { ...values };
	for (const name of names) if (name in redacted) redacted[name] = REDACTED;
	return redacted;
}

/** The journal entry of a request whose head has been read. */
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
		query: redact([provider.keyParameter], Object(request.query) as Record<string, unknown>),
		headers: redact([provider.keyHeader, 'authorization'], headers),
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

/** A message as the journal shows it: parsed if it is JSON, and without the API key. */
export function describeMessage(text: string, apiKey: string): unknown {
	const redacted = text.replaceAll(apiKey, REDACTED);
	try {
		return JSON.parse(redacted) as unknown;
	} catch {
		return redacted;
	}
}
