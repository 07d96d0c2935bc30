import type { INodeProperties } from 'n8n-workflow';

import { InputError } from '../../../shared/http/errors';
import type { ItemCall } from '../../../shared/operation/registry';
import { readStability } from '../fields';

export const nameField: INodeProperties = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. Narrator',
	description: 'Name of the new voice',
};

/** What can be said of the new voice. */
export const additionalFields: INodeProperties = {
	displayName: 'Additional Fields',
	name: 'additionalFields',
	type: 'collection',
	placeholder: 'Add field',
	default: {},
	options: [
		{
			displayName: 'Age',
			name: 'age',
			type: 'string',
			default: '',
			placeholder: 'e.g. middle',
			description: 'Age category of the voice, such as middle or elderly',
		},
		{
			displayName: 'Avatar URL',
			name: 'avatarUrl',
			type: 'string',
			default: '',
			placeholder: 'e.g. https://example.com/avatar.png',
			description: 'Address of an image that stands for the voice',
		},
		{
			displayName: 'Description',
			name: 'description',
			type: 'string',
			default: '',
			placeholder: 'e.g. Warm, for audio books',
			description: 'Description of the voice',
		},
		{
			displayName: 'Dialects',
			name: 'dialects',
			type: 'string',
			default: '',
			placeholder: 'e.g. najdi,hijazi',
			description: 'Dialects of the voice, separated by commas. An expression may give an array.',
		},
		{
			displayName: 'Gender',
			name: 'gender',
			type: 'options',
			options: [
				{ name: 'Female', value: 'female' },
				{ name: 'Male', value: 'male' },
			],
			default: 'female',
			description: 'Gender of the voice',
		},
		{
			displayName: 'Languages',
			name: 'languages',
			type: 'string',
			default: '',
			placeholder: 'e.g. ar,en',
			description:
				'Codes of the languages of the voice, separated by commas. An expression may give an array.',
		},
	],
};

/** Everything that is said of the new voice, by the names of the wire. */
export type VoiceFields = Readonly<Record<string, string>>;

/**
 * Reads what is said of the new voice, and checks it.
 *
 * @throws {InputError} for what cannot succeed.
 */
export function readVoiceFields(call: ItemCall): VoiceFields {
	const { parameters } = call;
	const languages = parameters.optionalList('additionalFields.languages', 'Languages');
	const dialects = parameters.optionalList('additionalFields.dialects', 'Dialects');
	const fields = {
		stability: String(readStability(parameters)),
		name: parameters.text('name', 'Name'),
		// It is `model_id` in a preview.
		model: parameters.locator('modelId', 'Model'),
		...parameters.setTexts('additionalFields', {
			description: 'description',
			gender: 'gender',
			age: 'age',
			avatarUrl: 'avatar_url',
		}),
		...(languages !== undefined && { languages: languages.join(',') }),
		...(dialects !== undefined && { dialects: dialects.join(',') }),
	};
	checkAvatar(fields.avatar_url);
	return fields;
}

/** A file of a form, under the name that it is to have. */
interface NamedFile {
	readonly file: Blob;
	readonly fileName: string;
}

/**
 * The form that makes a voice.
 *
 * @param preview What the preview request answered, for `text`.
 * @param sample What the preview was made of.
 */
export function cloneForm(
	preview: NamedFile,
	sample: NamedFile,
	text: string,
	fields: VoiceFields,
): FormData {
	const form = new FormData();
	form.append('voice_file', preview.file, preview.fileName);
	form.append('reference_audio_file', sample.file, sample.fileName);
	form.append('text', text);
	for (const [name, value] of Object.entries(fields)) form.append(name, value);
	return form;
}

function checkAvatar(url: string | undefined): void {
	if (url === undefined || (/^https?:\/\//i.test(url) && URL.canParse(url))) return;
	throw new InputError(
		'Avatar URL must be an absolute web address',
		'Enter an address such as https://example.com/avatar.png, or remove the field',
	);
}
