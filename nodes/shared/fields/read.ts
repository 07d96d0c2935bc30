import type { IExecuteFunctions, IWebhookFunctions } from 'n8n-workflow';

import type { Field, Fields, Values } from './field';
import { readFields } from './field';

/**
 * Reads the fields of the items of a run. n8n resolves a parameter anew for each item, which for a thousand
 * items costs more than everything else a node does, so one without an expression is resolved once.
 */
export class ItemParameters {
	private readonly constants = new Map<string, unknown>();
	private readonly declared: Readonly<Record<string, unknown>>;

	constructor(private readonly context: IExecuteFunctions) {
		this.declared = context.getNode().parameters;
	}

	/** @throws {InputError} for the first value that is not allowed. */
	read<F extends Fields>(fields: F, itemIndex: number): Values<F> {
		return readFields(fields, (name, field) => {
			if (this.constants.has(name)) return this.constants.get(name);
			const value: unknown = this.context.getNodeParameter(name, itemIndex, ...readOptions(field));
			if (!hasExpression(this.declared[name])) this.constants.set(name, value);
			return value;
		});
	}
}

/**
 * Reads the fields of a node that was called from outside, where there are no items.
 *
 * @throws {InputError} for the first value that is not allowed.
 */
export function readWebhookFields<F extends Fields>(context: IWebhookFunctions, fields: F): Values<F> {
	return readFields(fields, (name, field) => context.getNodeParameter(name, ...readOptions(field)));
}

/** Fallback and options of `getNodeParameter`. Without a fallback n8n throws if a parameter is not set. */
const readOptions = (field: Field<unknown, string | undefined>) =>
	[null, { extractValue: field.isLocator }] as const;

/** Whether the value contains an expression, at any depth; n8n marks one by an equals sign at its beginning. */
function hasExpression(value: unknown): boolean {
	if (typeof value === 'string') return value.startsWith('=');
	return typeof value === 'object' && value !== null && Object.values(value).some(hasExpression);
}
