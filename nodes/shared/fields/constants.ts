import type { IExecuteFunctions } from 'n8n-workflow';

/**
 * The parameters that are the same for all items of a run: those without an expression. n8n resolves a
 * parameter anew for each item, which for a thousand items costs more than all else that a node does.
 */
export class Constants {
	private readonly values = new Map<string, unknown>();
	private readonly declared: Readonly<Record<string, unknown>>;

	constructor(context: IExecuteFunctions) {
		this.declared = context.getNode().parameters;
	}

	/** The value of a parameter, resolved once if it has no expression, and by `resolve` each time otherwise. */
	read(name: string, resolve: () => unknown): unknown {
		if (this.values.has(name)) return this.values.get(name);
		const value = resolve();
		if (!hasExpression(this.declared[name])) this.values.set(name, value);
		return value;
	}
}

/** Whether an expression is in the value, at any depth; n8n marks one by an equals sign at its beginning. */
function hasExpression(value: unknown): boolean {
	if (typeof value === 'string') return value.startsWith('=');
	return typeof value === 'object' && value !== null && Object.values(value).some(hasExpression);
}
