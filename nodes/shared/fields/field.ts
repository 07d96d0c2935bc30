import type { INodeProperties } from 'n8n-workflow';

interface Definition<T, Wire> {
	readonly label: string;
	/** What else the editor shows. */
	readonly appearance: Omit<INodeProperties, 'name' | 'displayName' | 'required'>;
	/** Whether the editor marks it as missing while it is empty. */
	readonly required: boolean;
	/** Checks a value. Expressions can return anything, so nothing is assumed about it. */
	readonly parse: (given: unknown) => T;
	readonly wire: Wire;
}

/**
 * A field, declared once: what the editor shows, how its value is checked, and its name on the wire. Its
 * parameter name is its key in `Fields`. Immutable: each method returns a changed copy.
 */
export class Field<out T, out Wire extends string | undefined = undefined> {
	constructor(private readonly definition: Definition<T, Wire>) {}

	get label(): string {
		return this.definition.label;
	}

	/** Its name in requests, see `toWire`. */
	get wire(): Wire {
		return this.definition.wire;
	}

	/** Whether n8n has an object for it, of which the value is a part. */
	get isLocator(): boolean {
		return this.definition.appearance.type === 'resourceLocator';
	}

	/** The value, if it is allowed. @throws {InputError} that names the field by its label. */
	parse(given: unknown): T {
		return this.definition.parse(given);
	}

	/** The field as n8n wants it described. */
	property(name: string): INodeProperties {
		const { label, appearance, required } = this.definition;
		return { displayName: label, name, ...appearance, ...(required && { required }) };
	}

	/** May be empty; its value is then `undefined`. */
	optional(): Field<T | undefined, Wire> {
		return this.whenEmpty(undefined);
	}

	/** May be empty; its value is then the default that the editor shows. */
	orDefault(): Field<T, Wire> {
		return this.whenEmpty(this.parse(this.definition.appearance.default));
	}

	/** Shown only while other parameters have these values. It must be `optional` or have a default. */
	showIf(show: Readonly<Record<string, Array<string | boolean>>>): Field<T, Wire> {
		return this.appearing({ displayOptions: { show } });
	}

	/** Sent under this name. */
	sentAs<const Name extends string>(wire: Name): Field<T, Name> {
		return new Field({ ...this.definition, wire });
	}

	describedAs(description: string): Field<T, Wire> {
		return this.appearing({ description });
	}

	private appearing(changes: Partial<Definition<T, Wire>['appearance']>): Field<T, Wire> {
		return new Field({ ...this.definition, appearance: { ...this.definition.appearance, ...changes } });
	}

	private whenEmpty<Empty>(value: Empty): Field<T | Empty, Wire> {
		const parse = (given: unknown) => (isEmpty(given) ? value : this.parse(given));
		return new Field({ ...this.definition, required: false, parse });
	}
}

/** A field without a name on the wire. */
export const plainField = <T>(
	definition: Omit<Definition<T, undefined>, 'wire' | 'required'> & { readonly required?: true },
): Field<T> => new Field({ required: false, ...definition, wire: undefined });

/** Fields by their parameter names, in the order in which the editor shows them. */
export type Fields = Readonly<Record<string, Field<unknown, string | undefined>>>;

type ValueOf<F> = F extends Field<infer T, string | undefined> ? T : never;

/** The values of fields, by their parameter names. */
export type Values<F extends Fields> = { readonly [Name in keyof F]: ValueOf<F[Name]> };

type WireName<F> = F extends Field<unknown, infer Name extends string> ? Name : never;

/** The values of fields that have a name on the wire, by that name; those without a value are left out. */
export type WireValues<F extends Fields> = {
	readonly [Name in keyof F as WireName<F[Name]>]?: NonNullable<ValueOf<F[Name]>>;
};

/**
 * Reads all fields.
 *
 * @param valueOf What n8n has for a parameter; null or undefined if it is not set.
 * @throws {InputError} for the first value that is not allowed.
 */
export function readFields<F extends Fields>(
	fields: F,
	valueOf: (name: string, field: F[string]) => unknown,
): Values<F> {
	const values = Object.entries(fields).map(([name, field]) => [
		name,
		field.parse(valueOf(name, field as F[string])),
	]);
	return Object.fromEntries(values) as Values<F>;
}

/** The values as the provider names them; those that are not set are left out. */
export function toWire<F extends Fields>(fields: F, values: Partial<NoInfer<Values<F>>>): WireValues<F> {
	const named = Object.entries(fields).map(([name, { wire }]) => [wire, values[name]] as const);
	return Object.fromEntries(
		named.filter(([wire, value]) => wire !== undefined && value !== undefined),
	) as WireValues<F>;
}

/** Nothing was entered: an expression that returns nothing, an empty box, spaces. */
export function isEmpty(given: unknown): boolean {
	return given === null || given === undefined || (typeof given === 'string' && given.trim() === '');
}
