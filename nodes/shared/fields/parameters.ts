import type { IExecuteFunctions, IWebhookFunctions } from 'n8n-workflow';

import { InputError } from '../http/errors';
import { isRecord } from '../http/json';
import type { Constants } from './constants';

export interface Range {
	readonly min: number;
	readonly max?: number;
	readonly integer?: boolean;
}

/** One item of a run; or a webhook, which has no items. */
export type ParameterSource =
	| { readonly context: IExecuteFunctions; readonly itemIndex: number; readonly constants: Constants }
	| { readonly context: IWebhookFunctions };

/**
 * Reads the parameters of one item. Expressions can yield anything, so each is checked before it is used,
 * and refused with its label, what is allowed and what was given. Names may be paths (`options.speed`).
 */
export class Parameters {
	/** Collections such as `options`, each resolved by n8n once for all its fields. */
	private readonly collections = new Map<string, unknown>();

	constructor(private readonly source: ParameterSource) {}

	/** @throws {InputError} when it is empty or blank. */
	text(name: string, label: string): string {
		const value = this.optionalText(name, label);
		if (value === undefined) {
			throw new InputError(
				`${label} is empty`,
				`Enter a value for ${label}, or check the expression that returns it`,
			);
		}
		return value;
	}

	/**
	 * The text as it is, or `undefined` when it is empty, blank or not set.
	 *
	 * @throws {InputError} when it is something else: a list, an object, a boolean, or no finite number.
	 */
	optionalText(name: string, label: string): string | undefined {
		const value = this.raw(name);
		if (value === null || value === undefined) return undefined;
		if (typeof value === 'string') return value.trim() === '' ? undefined : value;
		if (typeof value === 'number' && Number.isFinite(value)) return String(value);
		throw new InputError(
			`${label} must be text`,
			`It was ${described(value)}. Check the expression that returns it`,
		);
	}

	/** @throws {InputError} when it is not a number in the range. */
	number(name: string, label: string, range: Range): number {
		const value = this.optionalNumber(name, label, range);
		if (value === undefined) {
			throw new InputError(
				`${label} is empty`,
				`Enter a number for ${label}, or check the expression that returns it`,
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

	/** @throws {InputError} when it is set, but to none of the values. */
	optionalChoice<const T extends string>(name: string, label: string, values: readonly T[]): T | undefined {
		const given = this.raw(name);
		return given === null || given === undefined || given === ''
			? undefined
			: this.choice(name, label, values);
	}

	/** @throws {InputError} when it is set, but not to a boolean. */
	optionalFlag(name: string, label: string): boolean | undefined {
		const given = this.raw(name);
		if (given === null || given === undefined || given === '') return undefined;
		if (given === true || given === 'true') return true;
		if (given === false || given === 'false') return false;
		throw new InputError(`${label} must be true or false`, `It was ${JSON.stringify(given)}`);
	}

	/**
	 * The texts of a collection that are set, under the names that the provider has for them.
	 *
	 * @throws {InputError} when one is set, but not to text.
	 */
	setTexts<Name extends string>(
		collection: string,
		names: Readonly<Record<string, Name>>,
	): Partial<Record<Name, string>> {
		const found: Partial<Record<Name, string>> = {};
		for (const [parameter, name] of Object.entries(names)) {
			const value = this.optionalText(`${collection}.${parameter}`, labelOf(parameter));
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

	private raw(name: string, options?: { extractValue: boolean }): unknown {
		const [collection = '', field] = name.split('.');
		if (field === undefined) return this.resolve(name, options);
		if (!this.collections.has(collection)) this.collections.set(collection, this.resolve(collection));
		const fields = this.collections.get(collection);
		return isRecord(fields) ? fields[field] : undefined;
	}

	/** null as the value of a parameter that is not set: without a fallback n8n would throw. */
	private resolve(name: string, options?: { extractValue: boolean }): unknown {
		const { source } = this;
		if (!('itemIndex' in source)) return source.context.getNodeParameter(name, null, options);
		const { context, itemIndex, constants } = source;
		return constants.read(name, () => context.getNodeParameter(name, itemIndex, null, options));
	}
}

/** What was given in place of something else; cut, since it can be anything. */
function described(value: unknown): string {
	if (Array.isArray(value)) return 'a list';
	return typeof value === 'object' ? 'an object' : JSON.stringify(value);
}

/** The label that the editor shows for a parameter: `modelId` is "Model ID". */
function labelOf(parameter: string): string {
	const words = parameter.replace(/([a-z])([A-Z])/g, '$1 $2').replace(/\bId\b/, 'ID');
	return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
