import type { INode } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { InputError, ProviderError } from '../http/errors';

/** Where something happened, as an error tells it. */
export interface Place {
	readonly node: INode;
	/** Provider and operation, such as "AsyncFlow, synthesize speech". */
	readonly name: string;
	readonly itemIndex?: number;
}

/**
 * The error that n8n shows: its message says what happened and where, its description what to do next
 * and what the provider said. Built from plain data: the request that failed holds the API key.
 */
export function toNodeError(error: unknown, place: Place): NodeApiError | NodeOperationError {
	if (error instanceof NodeApiError || error instanceof NodeOperationError) {
		if (place.itemIndex !== undefined) error.context['itemIndex'] ??= place.itemIndex;
		return error;
	}
	const options = place.itemIndex === undefined ? {} : { itemIndex: place.itemIndex };
	if (error instanceof ProviderError) {
		const result = new NodeApiError(
			place.node,
			{ message: error.message, code: error.code ?? '' },
			{
				...options,
				message: error.message,
				description: describe(error, place),
				...(error.status !== undefined && { httpCode: String(error.status) }),
			},
		);
		// Set afterwards: n8n replaces a whole message in which it finds a name such as ENOENT.
		result.message = located(error.message, place);
		return result;
	}

	const message = error instanceof Error ? error.message : String(error);
	const result = new NodeOperationError(place.node, message, {
		...options,
		...(error instanceof InputError && error.nextStep !== undefined && { description: error.nextStep }),
	});
	result.message = located(message, place);
	return result;
}

function located(message: string, { name, itemIndex }: Place): string {
	return itemIndex === undefined ? `${message} [${name}]` : `${message} [${name}, item ${itemIndex}]`;
}

function describe(error: ProviderError, place: Place): string {
	const facts = [
		error.code,
		error.status === undefined ? undefined : `HTTP ${error.status}`,
		error.attempts > 1 ? `${error.attempts} attempts` : undefined,
		error.retryAfterMs === undefined ? undefined : `asked to wait ${Math.ceil(error.retryAfterMs / 1000)} s`,
	].filter((fact) => fact !== undefined);
	const [provider] = place.name.split(',');
	const words = error.providerMessage === undefined ? '' : ` ${provider} said: “${error.providerMessage}”.`;
	const note = error.note === undefined ? '' : ` ${error.note}.`;
	return `${error.nextStep}.${note}${words}${facts.length === 0 ? '' : ` (${facts.join(', ')})`}`;
}
