import type { IDataObject, INode } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { inSeconds, toSeconds } from '../http/createErrors';
import { errorMessage, InputError, ProviderError } from '../http/errors';

/** Where an error occurred. */
export interface ErrorLocation {
	readonly node: INode;
	/** Display name of the provider. */
	readonly provider: string;
	/** What failed, such as "synthesize speech". */
	readonly action: string;
	readonly itemIndex?: number;
}

/** More information for an error. */
export interface Addition {
	/** A sentence for the user. */
	readonly text: string;
	/** The same as data, for the `context` of the error. */
	readonly context: IDataObject;
}

/**
 * Creates the error that n8n shows. Its message says what happened and where; its description says what to do
 * next and quotes the provider. It is built from plain data, since the failed request contains the API key.
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
	// Not passed to the constructor, which replaces any message that contains a code such as ENOENT.
	result.message = located(message, location);
	Object.assign(result.context, addition?.context);
	return result;
}

/** Facts about a failure, for workflows. */
export function factsOf(error: unknown): IDataObject {
	if (!(error instanceof ProviderError)) return {};
	const { status, attempts, failure } = error;
	return {
		...(status !== undefined && { status }),
		...(failure.code !== undefined && { code: failure.code }),
		attempts,
		...(failure.waitedMs !== undefined && { waitedSeconds: toSeconds(failure.waitedMs) }),
	};
}

/** What happened. n8n's own errors end with the item, which `located` adds. */
function formatTitle(error: unknown): string {
	return errorMessage(error).replace(/ \[item \d+\]$/, '');
}

/** Text as a sentence, with a full stop unless it has one, possibly within quotation marks. */
const sentence = (text: string): string => (/[.!?…]["”)]?$/.test(text) ? text : `${text}.`);

function located(message: string, { provider, action, itemIndex }: ErrorLocation): string {
	const where = itemIndex === undefined ? [provider, action] : [provider, action, `item ${itemIndex}`];
	return `${message} [${where.filter((part) => part !== '').join(', ')}]`;
}

function formatDescription(error: unknown, location: ErrorLocation): string {
	if (error instanceof ProviderError) return formatFailure(error, location);
	if (error instanceof InputError) return error.nextStep === undefined ? '' : sentence(error.nextStep);
	// An error of n8n, such as a missing binary field.
	const isNodeError = error instanceof NodeApiError || error instanceof NodeOperationError;
	return isNodeError ? (error.description ?? '') : '';
}

function formatFailure({ status, attempts, notes, failure }: ProviderError, location: ErrorLocation): string {
	const { code, message, retryAfterMs, waitedMs = 0 } = failure;
	const facts = [
		code,
		status === undefined ? undefined : `HTTP ${status}`,
		attempts > 1 ? `${attempts} attempts` : undefined,
		retryAfterMs === undefined ? undefined : `retry after ${inSeconds(retryAfterMs)}`,
		waitedMs > 0 ? `waited ${inSeconds(waitedMs)}` : undefined,
	].filter((fact) => fact !== undefined);
	const quoted =
		message === undefined
			? []
			: [`${location.provider} reported: “${message}”${/[.!?…]$/.test(message) ? '' : '.'}`];
	const sentences = [failure.nextStep, ...notes].map(sentence);
	return [...sentences, ...quoted, ...(facts.length === 0 ? [] : [`(${facts.join(', ')})`])].join(' ');
}
