import { InputError } from '../http/errors';
import { isRecord } from '../http/json';
import type { Fields, Values } from './field';
import { define, Field, isEmpty, readFields } from './field';

/** A field with fields that a user adds one by one; those not added are empty. */
export class Collection<F extends Fields> extends Field<Values<F>> {
	constructor(
		label: string,
		private readonly placeholder: string,
		readonly fields: F,
	) {
		// The editor shows them sorted by label.
		const options = Object.entries(fields)
			.map(([name, field]) => field.property(name))
			.sort((a, b) => a.displayName.localeCompare(b.displayName, 'en'));
		super(
			define({
				label,
				appearance: { type: 'collection', placeholder, default: {}, options },
				parse: (given, context) => {
					if (!isEmpty(given) && !isRecord(given)) {
						throw new InputError(`${label} must be an object`, 'Check the expression that returns it');
					}
					return readFields(fields, (name) => (isRecord(given) ? given[name] : undefined), context);
				},
			}),
		);
	}

	/** The same collection, of which only these fields are read. */
	only<Name extends keyof F & string>(...names: readonly Name[]): Collection<Pick<F, Name>> {
		const entries = Object.entries(this.fields).filter(([name]) => names.some((one) => one === name));
		return new Collection(this.label, this.placeholder, Object.fromEntries(entries) as Pick<F, Name>);
	}
}

/** Declares a collection. */
export const collection = <F extends Fields>(definition: {
	readonly label: string;
	readonly placeholder: string;
	readonly fields: F;
}): Collection<F> => new Collection(definition.label, definition.placeholder, definition.fields);
