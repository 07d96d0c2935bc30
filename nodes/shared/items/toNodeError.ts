import type { IDataObject, INode } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { inSeconds } from '../http/createErrors';
import { errorMessage, InputError, ProviderError } from '../http/errors';

/** Where something happened, as an error tells it. */
export interface ErrorLocation {
	readonly node: INode;
	/** Display name of the provider. */
	readonly provider: string;
	/** What was done, such as "synthesize speech". */
	readonly action: string;
	readonly itemIndex?: number;
}

/** What an error tells besides itself. */
export interface Addition {
	/** A sentence for the user. */
	readonly text: string;
	/** The same as data, in the `context` of the error. */
	readonly context: IDataObject;
}

/**
 * The error that n8n shows: its message says what happened and where, its description what to do next
 * and what the provider said. Built from plain data: the request that failed holds the API key.
 */
export function toNodeError(
	error: unknown,
	location: ErrorLocation,
	addition?: Addition,
): NodeApiError | NodeOperationError {
	const message = formatTitle(error);
	const description = [formatDescription(error, location), addition?.text].filter(Boolean).join(' ');
	const options = {
		...(location.itemIndex !== undefined && { itemIndex: location.itemIndex }),
		...(description !== '' && { description }),
	};
	const result =
		error instanceof ProviderError
			? new NodeApiError(
					location.node,
					{ message, code: error.failure.code ?? '' },
					{ ...options, message, ...(error.status !== undefined && { httpCode: String(error.status) }) },
				)
			: new NodeOperationError(location.node, message, options);
	// Set afterwards: n8n replaces a whole message in which it finds a name such as ENOENT.
	result.message = located(message, location);
	Object.assign(result.context, addition?.context);
	return result;
}

/** Facts about a failure that a workflow can work with. */
export function factsOf(error: unknown): IDataObject {
	if (!(error instanceof ProviderError)) return {};
	const { status, attempts, failure } = error;
	return {
		...(status !== undefined && { status }),
		...(failure.code !== undefined && { code: failure.code }),
		attempts,
		...(failure.waitedMs !== undefined && { waitedSeconds: Math.round(failure.waitedMs / 100) / 10 }),
	};
}

/** What happened. n8n's own errors name the item as well, which is said where it happened. */
function formatTitle(error: unknown): string {
	return errorMessage(error).replace(/ \[item \d+\]$/, '');
}

function located(message: string, { provider, action, itemIndex }: ErrorLocation): string {
	const where = itemIndex === undefined ? [provider, action] : [provider, action, `item ${itemIndex}`];
	return `${message} [${where.filter((part) => part !== '').join(', ')}]`;
}

function formatDescription(error: unknown, location: ErrorLocation): string {
	if (error instanceof ProviderError) return formatFailure(error, location);
	if (error instanceof InputError) return error.nextStep === undefined ? '' : `${error.nextStep}.`;
	// One of n8n's own, such as a binary field that does not exist.
	const isNodeError = error instanceof NodeApiError || error instanceof NodeOperationError;
	return isNodeError ? (error.description ?? '') : '';
}

function formatFailure({ status, attempts, notes, failure }: ProviderError, location: ErrorLocation): string {
	const { code, message, retryAfterMs, waitedMs = 0 } = failure;
	const facts = [
		code,
		status === undefined ? undefined : `HTTP ${status}`,
		attempts > 1 ? `${attempts} attempts` : undefined,
		retryAfterMs === undefined ? undefined : `asked to wait ${Math.ceil(retryAfterMs / 1000)} s`,
		waitedMs > 0 ? `waited ${inSeconds(waitedMs)}` : undefined,
	].filter((fact) => fact !== undefined);
	const quoted =
		message === undefined
			? []
			: [`${location.provider} said: “${message}”${/[.!?…]$/.test(message) ? '' : '.'}`];
	const sentences = [failure.nextStep, ...notes].map((sentence) => `${sentence}.`);
	return [...sentences, ...quoted, ...(facts.length === 0 ? [] : [`(${facts.join(', ')})`])].join(' ');
}
