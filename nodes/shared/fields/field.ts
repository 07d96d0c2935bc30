import type { INodeProperties } from 'n8n-workflow';

/** Values of other parameters under which a field is shown: those beside it, or with a slash, those of the node. */
type Condition = Readonly<Record<string, Array<string | boolean>>>;

/** Values that were read before, by parameter name. */
type Context = Readonly<Record<string, unknown>>;

interface Definition<T, Wire> {
	readonly label: string;
	/** What else the editor shows. */
	readonly appearance: Omit<INodeProperties, 'name' | 'displayName' | 'required' | 'displayOptions'>;
	/** Whether the editor marks it as missing while it is empty. */
	readonly required: boolean;
	readonly show?: Condition;
	/** The value if nothing is entered; a field without one must not be empty. */
	readonly empty?: { readonly value: T };
	/** Checks a value. Expressions can return anything, so nothing is assumed about it. */
	readonly parse: (given: unknown, context: Context) => T;
	readonly isEmpty: (given: unknown) => boolean;
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

	/** Whether n8n stores an object for it that contains the value. */
	get isLocator(): boolean {
		return this.definition.appearance.type === 'resourceLocator';
	}

	/** Whether it has no value unless one is entered. */
	get isOptional(): boolean {
		const { empty } = this.definition;
		return empty !== undefined && empty.value === undefined;
	}

	/**
	 * The value, if it is allowed.
	 *
	 * @param context Values that were read before, for fields in a collection that depend on them.
	 * @throws {InputError} that names the field by its label.
	 */
	parse(given: unknown, context: Context = {}): T {
		const { empty, isEmpty: isUnset, parse } = this.definition;
		return empty !== undefined && isUnset(given) ? empty.value : parse(given, context);
	}

	/** Whether the editor shows it, given the values read before. A hidden field keeps its default, or has no value. */
	isShown(siblings: Context, context: Context): boolean {
		return Object.entries(this.definition.show ?? {}).every(([name, values]) => {
			const value = name.startsWith('/') ? context[name.slice(1)] : siblings[name];
			return values.some((candidate) => candidate === value);
		});
	}

	/** The value while it is hidden. */
	get hiddenValue(): T | undefined {
		return this.definition.empty?.value;
	}

	/** The field as n8n wants it described. */
	property(name: string): INodeProperties {
		const { label, appearance, required, show } = this.definition;
		return {
			displayName: label,
			name,
			...appearance,
			...(required && { required }),
			...(show !== undefined && { displayOptions: { show } }),
		};
	}

	/** May be empty; its value is then `undefined`. */
	optional(): Field<T | undefined, Wire> {
		return new Field<T | undefined, Wire>({
			...this.definition,
			required: false,
			empty: { value: undefined },
		});
	}

	/** May be empty or hidden; its value is then the default that the editor shows. */
	orDefault(): Field<Exclude<T, undefined>, Wire> {
		const value = this.definition.parse(this.definition.appearance.default, {});
		const field = new Field({ ...this.definition, required: false, empty: { value } });
		return field as Field<Exclude<T, undefined>, Wire>;
	}

	/** Shown, and read, only while parameters declared before it have these values. */
	showIf(show: Condition): Field<T | undefined, Wire> {
		return new Field<T | undefined, Wire>({ ...this.definition, show });
	}

	/** Shown, but read elsewhere: once for all items of a run. */
	perRun(): Field<undefined> {
		const { label, appearance, required, isEmpty: isUnset } = this.definition;
		return new Field<undefined>({
			label,
			appearance,
			required,
			isEmpty: isUnset,
			parse: () => undefined,
			wire: undefined,
		});
	}

	/** Sent under this name. */
	sentAs<const Name extends string>(wire: Name): Field<T, Name> {
		return new Field({ ...this.definition, wire });
	}

	/** May be empty, and is then not sent. */
	sentIfSet<const Name extends string>(wire: Name): Field<T | undefined, Name> {
		return this.optional().sentAs(wire);
	}

	describedAs(description: string): Field<T, Wire> {
		const appearance = { ...this.definition.appearance, description };
		return new Field({ ...this.definition, appearance });
	}
}

/** What a new field needs to say; it may not be empty and has no name on the wire. */
export type NewField<T> = Pick<Definition<T, undefined>, 'label' | 'appearance' | 'parse'> & {
	readonly required?: true;
	/** What counts as empty, if not only nothing and blank text. */
	readonly isEmpty?: (given: unknown) => boolean;
};

/** The definition of a new field. */
export const define = <T>(field: NewField<T>): Definition<T, undefined> => ({
	required: false,
	isEmpty,
	...field,
	wire: undefined,
});

/** A field without a name on the wire. */
export const plainField = <T>(field: NewField<T>): Field<T> => new Field(define(field));

/** Fields by their parameter names, in the order in which the editor shows them. */
export type Fields = Readonly<Record<string, Field<unknown, string | undefined>>>;

type ValueOf<F> = F extends Field<infer T, string | undefined> ? T : never;

/** The values of fields, by their parameter names. */
export type Values<F extends Fields> = { readonly [Name in keyof F]: ValueOf<F[Name]> };

type WireName<F> = F extends Field<unknown, infer Name extends string> ? Name : never;
type RequiredWire<F> = undefined extends ValueOf<F> ? never : WireName<F>;
type OptionalWire<F> = undefined extends ValueOf<F> ? WireName<F> : never;

/** The values of fields that have a name on the wire, by that name; those without a value are left out. */
export type WireValues<F extends Fields> = {
	readonly [Name in keyof F as RequiredWire<F[Name]>]: ValueOf<F[Name]>;
} & {
	readonly [Name in keyof F as OptionalWire<F[Name]>]?: NonNullable<ValueOf<F[Name]>>;
};

/**
 * Reads all fields, in their order. Hidden fields are not read.
 *
 * @param valueOf What n8n has for a parameter; null or undefined if it is not set.
 * @param context Values of the node's own fields, while those of a collection are read.
 * @throws {InputError} for the first value that is not allowed.
 */
export function readFields<F extends Fields>(
	fields: F,
	valueOf: (name: string, field: F[string]) => unknown,
	context?: Context,
): Values<F> {
	const values: Record<string, unknown> = {};
	for (const [name, field] of Object.entries(fields)) {
		const root = context ?? values;
		values[name] = field.isShown(values, root)
			? field.parse(valueOf(name, field as F[string]), root)
			: field.hiddenValue;
	}
	return values as Values<F>;
}

/** The values as the provider names them; those that are not set are left out. */
export function toWire<F extends Fields>(fields: F, values: Partial<NoInfer<Values<F>>>): WireValues<F> {
	const named = Object.entries(fields).map(([name, { wire }]) => [wire, values[name]] as const);
	return Object.fromEntries(
		named.filter(([wire, value]) => wire !== undefined && value !== undefined),
	) as WireValues<F>;
}

/** Fields as n8n wants them described. */
export const fieldProperties = (fields: Fields): INodeProperties[] =>
	Object.entries(fields).map(([name, field]) => field.property(name));

/** Nothing was entered: an expression that returns nothing, an empty box, spaces. */
export function isEmpty(given: unknown): boolean {
	return given === null || given === undefined || (typeof given === 'string' && given.trim() === '');
}
