import { flag, number, text } from '../fields/kinds';

/** The text to synthesize. */
export const textField = (description: string) =>
	text({ label: 'Text', rows: 4, placeholder: 'e.g. Welcome to our show', description });

/** Where the audio goes. */
export const outputField = text({
	label: 'Put Output in Field',
	default: 'data',
	hint: 'The name of the output field to put the audio file in',
});

/** The binary field with a voice sample. */
export const sampleField = (requirements: string) =>
	text({
		label: 'Input Data Field Name',
		default: 'data',
		hint: `The name of the input field that contains the voice sample: ${requirements}`,
	});

/** Name of a new voice. */
export const voiceNameField = text({
	label: 'Name',
	placeholder: 'e.g. Narrator',
	description: 'Name of the new voice',
});

/** Description of a voice. */
export const voiceDescriptionField = text({
	label: 'Description',
	placeholder: 'e.g. Warm, for audio books',
	description: 'Description of the voice',
}).sentIfSet('description');

/** How many entries of a list to return. */
export const limitFields = {
	returnAll: flag({
		label: 'Return All',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	}).orDefault(),
	limit: number({
		label: 'Limit',
		min: 1,
		precision: 0,
		default: 50,
		description: 'Max number of results to return',
	}).showIf({ returnAll: [false] }),
};

/** The limit as a number; `Infinity` for all. */
export const limitOf = ({ limit = Infinity }: { readonly limit: number | undefined }): number => limit;
