import type { INodeProperties } from 'n8n-workflow';

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
