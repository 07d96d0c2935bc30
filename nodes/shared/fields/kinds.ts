import { InputError } from '../http/errors';
import { parseHttpUrl } from '../http/httpUrl';
import type { Field } from './field';
import { isEmpty, plainField } from './field';
import type { Choice } from './parse';
import { emptyError, entriesOf, isList, parseChoice, parseText, received } from './parse';

/** What every kind of field shows. */
interface Common {
	readonly label: string;
	readonly description?: string;
	readonly hint?: string;
	/** Begins with "e.g.". */
	readonly placeholder?: string;
}

/** Text, unchanged; a number is written out. */
export function text(
	definition: Common & { readonly rows?: number; readonly default?: string },
): Field<string> {
	const { label, rows, default: initial = '', ...shown } = definition;
	return plainField({
		label,
		appearance: {
			...shown,
			type: 'string',
			...(rows !== undefined && { typeOptions: { rows } }),
			default: initial,
		},
		required: true,
		parse: (given) => parseText(label, given),
	});
}

/** An absolute http or https URL. */
export function url({
	label,
	example,
	nextStep = `Enter a URL such as ${example}`,
	...shown
}: Common & { readonly example: string; readonly nextStep?: string }): Field<string> {
	return plainField({
		label,
		appearance: { ...shown, type: 'string', placeholder: `e.g. ${example}`, default: '' },
		required: true,
		parse: (given) => {
			const value = parseText(label, given).trim();
			if (parseHttpUrl(value) !== undefined) return value;
			throw new InputError(`${label} must be an absolute URL`, nextStep);
		},
	});
}

/** A number from `min` to `max`, or any from `min` on. */
export function number(
	definition: Common & {
		readonly min: number;
		readonly max?: number;
		/** Digits after the decimal point that the editor allows; with 0, only whole numbers are accepted. */
		readonly precision?: number;
		readonly default: number;
	},
): Field<number> {
	const { label, min, max, precision, default: initial, ...shown } = definition;
	const kind = precision === 0 ? 'a whole number' : 'a number';
	const bounds = max === undefined ? `from ${min}` : `from ${min} to ${max}`;
	return plainField({
		label,
		appearance: {
			...shown,
			type: 'number',
			typeOptions: {
				minValue: min,
				...(max !== undefined && { maxValue: max }),
				...(precision !== undefined && { numberPrecision: precision }),
			},
			default: initial,
		},
		parse: (given) => {
			if (isEmpty(given)) throw emptyError(label, 'a number');
			const value = typeof given === 'string' ? Number(given) : given;
			const isAllowed =
				typeof value === 'number' &&
				value >= min &&
				value <= (max ?? Infinity) &&
				(precision !== 0 || Number.isInteger(value));
			if (isAllowed) return value;
			throw new InputError(`${label} must be ${kind} ${bounds}`, received(given));
		},
	});
}

/** True or false. */
export function flag({
	label,
	default: initial,
	...shown
}: Common & { readonly default: boolean }): Field<boolean> {
	return plainField({
		label,
		appearance: { ...shown, type: 'boolean', default: initial },
		parse: (given) => {
			if (given === true || given === 'true') return true;
			if (given === false || given === 'false') return false;
			throw new InputError(`${label} must be true or false`, received(given));
		},
	});
}

interface Choosing<Value extends string> extends Common {
	/** The editor shows them sorted by name. */
	readonly choices: ReadonlyArray<Choice<Value>>;
	readonly default: NoInfer<Value>;
}

/** One of these values. */
export function choice<const Value extends string>(
	definition: Choosing<Value> & {
		/** Values that are not offered, such as those of another operation, and what they mean here. */
		readonly synonyms?: Readonly<Record<string, NoInfer<Value>>>;
	},
): Field<Value> {
	const { label, choices: offered, default: initial, synonyms = {}, ...shown } = definition;
	return plainField({
		label,
		appearance: { ...shown, type: 'options', options: sorted(offered), default: initial },
		parse: (given) => parseChoice(label, offered, given, synonyms),
	});
}

/** One of these values, or any other text that an expression returns: the provider may accept more. */
export function openChoice(definition: Choosing<string>): Field<string> {
	const { label, choices: offered, default: initial, ...shown } = definition;
	return plainField({
		label,
		appearance: { ...shown, type: 'options', options: sorted(offered), default: initial },
		parse: (given) => parseText(label, given),
	});
}

/** Any of these values. */
export function choices<const Value extends string>(
	definition: Omit<Choosing<Value>, 'default'> & { readonly default: ReadonlyArray<NoInfer<Value>> },
): Field<Value[]> {
	const { label, choices: offered, default: initial, ...shown } = definition;
	return plainField({
		label,
		appearance: { ...shown, type: 'multiOptions', options: sorted(offered), default: [...initial] },
		required: true,
		parse: (given) => {
			const values: unknown[] = Array.isArray(given) ? given : [given];
			return values.map((value) => parseChoice(label, offered, value));
		},
	});
}

/** Texts, separated by commas (Arabic ones too), or an array that an expression returns. At least one. */
export function list({ label, ...shown }: Common): Field<string[]> {
	return plainField({
		label,
		appearance: { ...shown, type: 'string', default: '' },
		required: true,
		isEmpty: (given) => isList(given) && entriesOf(given).length === 0,
		parse: (given) => {
			if (!isList(given)) {
				throw new InputError(
					`${label} must be a comma-separated string or an array of strings`,
					received(given),
				);
			}
			const entries = entriesOf(given);
			if (entries.length === 0) throw emptyError(label, 'at least one value');
			return entries;
		},
	});
}

/** An ID; spaces around it are removed. */
export function id(definition: Common): Field<string> {
	const { label, ...shown } = definition;
	return plainField({
		label,
		appearance: { ...shown, type: 'string', default: '' },
		required: true,
		parse: (given) => parseText(label, given).trim(),
	});
}

/** An ID: chosen from a list that the node loads, or entered. */
export function locator(
	definition: Common & {
		/** Name of the method that loads the list. */
		readonly search: string;
		/** An ID, for the placeholder. */
		readonly example: string;
		readonly default?: string;
	},
): Field<string> {
	const { label, search, example, default: initial = '', ...shown } = definition;
	return plainField({
		label,
		appearance: {
			...shown,
			type: 'resourceLocator',
			default: { mode: 'list', value: initial },
			modes: [
				{
					displayName: 'From List',
					name: 'list',
					type: 'list',
					typeOptions: { searchListMethod: search, searchable: true },
				},
				{ displayName: 'By ID', name: 'id', type: 'string', placeholder: `e.g. ${example}` },
			],
		},
		required: true,
		parse: (given) => {
			if (!isEmpty(given)) return parseText(label, given).trim();
			throw new InputError(`No ${label.toLowerCase()} selected`, 'Select one from the list, or enter its ID');
		},
	});
}

const sorted = <C extends { readonly name: string }>(offered: readonly C[]): C[] =>
	[...offered].sort((a, b) => a.name.localeCompare(b.name, 'en'));
