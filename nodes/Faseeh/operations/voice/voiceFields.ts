import { collection } from '../../../shared/fields/collection';
import type { Values, WireValues } from '../../../shared/fields/field';
import { toWire } from '../../../shared/fields/field';
import { list, openChoice, text, url } from '../../../shared/fields/kinds';
import { voiceDescriptionField, voiceNameField } from '../../../shared/operation/commonFields';
import { modelField, stabilityField } from '../fields';

const additionalFields = collection({
	label: 'Additional Fields',
	placeholder: 'Add field',
	fields: {
		description: voiceDescriptionField,
		gender: openChoice({
			label: 'Gender',
			choices: [
				{ name: 'Female', value: 'female' },
				{ name: 'Male', value: 'male' },
			],
			default: 'female',
			description: 'Gender of the voice',
		}).sentIfSet('gender'),
		age: text({
			label: 'Age',
			placeholder: 'e.g. middle',
			description: 'Age group of the voice, such as middle or elderly',
		}).sentIfSet('age'),
		avatarUrl: url({
			label: 'Avatar URL',
			example: 'https://example.com/avatar.png',
			description: 'URL of an image for the voice',
		}).sentIfSet('avatar_url'),
		languages: list({
			label: 'Languages',
			placeholder: 'e.g. ar,en',
			description: 'Language codes of the voice, separated by commas. An expression may return an array.',
		}).sentIfSet('languages'),
		dialects: list({
			label: 'Dialects',
			placeholder: 'e.g. najdi,hijazi',
			description: 'Dialects of the voice, separated by commas. An expression may return an array.',
		}).sentIfSet('dialects'),
	},
});

/** The fields of a new voice. */
export const voiceFields = {
	stability: stabilityField,
	name: voiceNameField.sentAs('name'),
	// It is `model_id` in a preview.
	modelId: modelField.sentAs('model'),
	additionalFields,
};

/** A new voice by the names of the wire. */
export type NewVoice = WireValues<typeof voiceFields> & WireValues<typeof additionalFields.fields>;

export const voiceOf = (values: Values<typeof voiceFields>): NewVoice => ({
	...toWire(voiceFields, values),
	...toWire(additionalFields.fields, values.additionalFields),
});
