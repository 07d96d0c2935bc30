import { InputError } from '../http/errors';
import { isEmpty } from './field';

/** One of the values that a field offers. */
export interface Choice<Value extends string> {
	readonly name: string;
	readonly value: Value;
	readonly description?: string;
}

/** Entries that are nothing count as blank. */
const listed = (given: unknown): unknown[] =>
	(Array.isArray(given) ? (given as unknown[]) : [given]).map((entry) => entry ?? '');

export const isList = (given: unknown): boolean =>
	listed(given).every((entry) => typeof entry === 'string' || typeof entry === 'number');

export const entriesOf = (given: unknown): string[] =>
	listed(given)
		.flatMap((entry) => String(entry).split(/[,،]/))
		.map((entry) => entry.trim())
		.filter((entry) => entry !== '');

/** @param synonyms Values that are not offered, and what they mean. */
export function parseChoice<Value extends string>(
	label: string,
	offered: ReadonlyArray<Choice<Value>>,
	given: unknown,
	synonyms: Readonly<Record<string, Value>> = {},
): Value {
	const meant = typeof given === 'string' && Object.hasOwn(synonyms, given) ? synonyms[given] : given;
	const found = offered.find(({ value }) => value === meant);
	if (found !== undefined) return found.value;
	throw new InputError(
		`${label} must be one of ${offered.map(({ value }) => value).join(', ')}`,
		received(given ?? null),
	);
}

/** Text as it is, or a finite number written out. */
export function parseText(label: string, given: unknown): string {
	if (isEmpty(given)) throw emptyError(label, 'a value');
	if (typeof given === 'string') return given;
	if (typeof given === 'number' && Number.isFinite(given)) return String(given);
	throw new InputError(`${label} must be a string`, received(given));
}

export const emptyError = (label: string, what: string): InputError =>
	new InputError(`${label} is empty`, `Enter ${what} for ${label}, or check the expression that returns it`);

/** Describes the value of an expression, which can be of any length. */
export function received(given: unknown): string {
	return `It was ${describe(given)}. Correct the value, or the expression that returns it`;
}

function describe(given: unknown): string {
	if (Array.isArray(given)) return 'an array';
	if (typeof given === 'object' && given !== null) return 'an object';
	return typeof given === 'string' ? JSON.stringify(given.slice(0, 100)) : String(given);
}
