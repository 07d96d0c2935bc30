import { InputError } from '../http/errors';
import { isRecord } from '../http/json';
import type { Field, Fields, Values } from './field';
import { isEmpty, plainField, readFields } from './field';

/** Fields that a user adds one by one. The editor shows them sorted by label; those not added are empty. */
export function collection<F extends Fields>(definition: {
	readonly label: string;
	readonly placeholder: string;
	readonly fields: F;
}): Field<Values<F>> & { readonly fields: F } {
	const { label, placeholder, fields } = definition;
	const properties = Object.entries(fields)
		.map(([name, field]) => field.property(name))
		.sort((a, b) => a.displayName.localeCompare(b.displayName, 'en'));
	const field = plainField({
		label,
		appearance: { type: 'collection', placeholder, default: {}, options: properties },
		parse: (given) => {
			if (!isEmpty(given) && !isRecord(given)) {
				throw new InputError(`${label} must be an object`, 'Check the expression that returns it');
			}
			return readFields(fields, (name) => (isRecord(given) ? given[name] : undefined));
		},
	});
	return Object.assign(field, { fields });
}
