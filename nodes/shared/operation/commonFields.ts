import type { INodeProperties } from 'n8n-workflow';

import type { Parameters } from '../fields/parameters';

/** The text that is spoken. */
export function textField(description: string): INodeProperties {
	return {
		displayName: 'Text',
		name: 'text',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '',
		required: true,
		placeholder: 'e.g. Welcome to our show',
		description,
	};
}

/** Where the audio goes. */
export const outputField: INodeProperties = {
	displayName: 'Put Output in Field',
	name: 'binaryPropertyOutput',
	type: 'string',
	default: 'data',
	required: true,
	hint: 'The name of the output field to put the audio file in',
};

/** How many entries of a list are wanted. */
export const limitFields: readonly INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		displayOptions: { show: { returnAll: [false] } },
		typeOptions: { minValue: 1, numberPrecision: 0 },
		default: 50,
		description: 'Max number of results to return',
	},
];

/** The same, as a number; `Infinity` for all. */
export function readLimit(parameters: Parameters): number {
	return parameters.optionalFlag('returnAll', 'Return All') === true
		? Infinity
		: parameters.number('limit', 'Limit', { min: 1, integer: true });
}
