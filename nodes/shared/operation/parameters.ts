import type { IExecuteFunctions, IWebhookFunctions } from 'n8n-workflow';

import { InputError } from '../http/errors';

export interface Range {
	readonly min: number;
	readonly max?: number;
	readonly integer?: boolean;
}

/** One item of a run; or a webhook, which has no items. */
export type ParameterSource =
	| { readonly context: IExecuteFunctions; readonly itemIndex: number }
	| { readonly context: IWebhookFunctions };

/**
 * Reads the parameters of one item. Expressions can yield anything, so each is checked before it is used,
 * and refused with its label, what is allowed and what was given. Names may be paths (`options.speed`).
 */
export class Parameters {
	constructor(private readonly source: ParameterSource) {}

	/** @throws {InputError} when it is empty or blank. */
	text(name: string, label: string): string {
		const value = this.optionalText(name);
		if (value === undefined) {
			throw new InputError(
				`${label} is empty`,
				`Enter a value for ${label}, or check the expression that gives it`,
			);
		}
		return value;
	}

	/** The text as it is, or `undefined` when it is empty, blank or not set. */
	optionalText(name: string): string | undefined {
		const value = this.raw(name);
		if (typeof value !== 'string' && typeof value !== 'number') return undefined;
		return String(value).trim() === '' ? undefined : String(value);
	}

	/** @throws {InputError} when it is not a number in the range. */
	number(name: string, label: string, range: Range): number {
		const value = this.optionalNumber(name, label, range);
		if (value === undefined) {
			throw new InputError(
				`${label} is empty`,
				`Enter a number for ${label}, or check the expression that gives it`,
			);
		}
		return value;
	}

	/** @throws {InputError} when it is set, but not to a number in the range. */
	optionalNumber(name: string, label: string, { min, max, integer = false }: Range): number | undefined {
		const given = this.raw(name);
		if (given === null || given === undefined) return undefined;
		if (typeof given === 'string' && given.trim() === '') return undefined;
		const value = typeof given === 'string' ? Number(given) : given;
		if (
			typeof value === 'number' &&
			value >= min &&
			value <= (max ?? Infinity) &&
			(!integer || Number.isInteger(value))
		) {
			return value;
		}
		const kind = integer ? 'a whole number' : 'a number';
		const bounds = max === undefined ? `from ${min}` : `from ${min} to ${max}`;
		throw new InputError(`${label} must be ${kind} ${bounds}`, `It was ${JSON.stringify(given)}`);
	}

	/** @throws {InputError} when it is none of the values. */
	choice<const T extends string>(name: string, label: string, values: readonly T[]): T {
		const given = this.raw(name);
		const value = values.find((candidate) => candidate === given);
		if (value !== undefined) return value;
		throw new InputError(`${label} must be one of ${values.join(', ')}`, `It was ${JSON.stringify(given)}`);
	}

	/** @throws {InputError} when it is set, but not to a boolean. */
	optionalFlag(name: string, label: string): boolean | undefined {
		const given = this.raw(name);
		if (given === null || given === undefined || given === '') return undefined;
		if (given === true || given === 'true') return true;
		if (given === false || given === 'false') return false;
		throw new InputError(`${label} must be true or false`, `It was ${JSON.stringify(given)}`);
	}

	/** The texts of a collection that are set, under the names that the provider has for them. */
	setTexts<Name extends string>(
		collection: string,
		names: Readonly<Record<string, Name>>,
	): Partial<Record<Name, string>> {
		const found: Partial<Record<Name, string>> = {};
		for (const [parameter, name] of Object.entries(names)) {
			const value = this.optionalText(`${collection}.${parameter}`);
			if (value !== undefined) found[name] = value;
		}
		return found;
	}

	/**
	 * The entries of a list: text with commas between them (Arabic ones too), or what an expression gives.
	 *
	 * @returns `undefined` when there are none.
	 * @throws {InputError} when it is set, but to neither text nor a list of texts.
	 */
	optionalList(name: string, label: string): string[] | undefined {
		const given = this.raw(name) ?? '';
		const parts: unknown[] = Array.isArray(given) ? given : [given];
		if (!parts.every((part) => typeof part === 'string' || typeof part === 'number')) {
			throw new InputError(
				`${label} must be a list of texts, or text with commas between them`,
				`It was ${JSON.stringify(given)}`,
			);
		}
		const entries = parts.flatMap((part) => String(part).split(/[,،]/)).map((entry) => entry.trim());
		const set = entries.filter((entry) => entry !== '');
		return set.length === 0 ? undefined : set;
	}

	/** The value of a resource locator. @throws {InputError} when nothing is chosen. */
	locator(name: string, label: string): string {
		const value = this.raw(name, { extractValue: true });
		const id = typeof value === 'number' ? String(value) : value;
		if (typeof id === 'string' && id.trim() !== '') return id.trim();
		throw new InputError(
			`${label} is not chosen`,
			`Choose a ${label.toLowerCase()} from the list, or enter its ID`,
		);
	}

	/** null as the value of a parameter that is not set: without a fallback n8n would throw. */
	private raw(name: string, options?: { extractValue: boolean }): unknown {
		const { source } = this;
		return 'itemIndex' in source
			? source.context.getNodeParameter(name, source.itemIndex, null, options)
			: source.context.getNodeParameter(name, null, options);
	}
}
