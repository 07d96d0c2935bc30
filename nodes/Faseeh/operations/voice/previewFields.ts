import type { INodeProperties } from 'n8n-workflow';

import { joinStored } from '../../../shared/binary/joinStored';
import type { Join } from '../../../shared/binary/joinStored';
import type { Sample } from '../../../shared/binary/readSample';
import { MAX_SAMPLE_BYTES, readSample } from '../../../shared/binary/readSample';
import type { StoredAudio } from '../../../shared/binary/storeAudio';
import { storeWhole } from '../../../shared/binary/storeWhole';
import { InputError } from '../../../shared/http/errors';
import { textField } from '../../../shared/operation/commonFields';
import type { ItemCall } from '../../../shared/operation/registry';
import { countCharacters } from '../../../shared/text/split';
import { previewVoice } from '../../api';
import { readContainer, readSpeed } from '../fields';

/** Page "Voice Preview": a text of at least so many words and characters. */
const MIN_WORDS = 3;
const MIN_CHARACTERS = 10;

/** The provider asks for an audio file, and documents neither formats nor limits. */
export const SAMPLE = {
	kinds: ['wav', 'mp3', 'mp4', 'flac', 'aiff', 'ogg'],
	allowUnrecognized: true,
	maxBytes: MAX_SAMPLE_BYTES,
} as const;

export const sampleField: INodeProperties = {
	displayName: 'Input Data Field Name',
	name: 'binaryPropertyName',
	type: 'string',
	default: 'data',
	required: true,
	hint: 'The name of the input field with the sample: a recording of one person speaking, such as WAV or MP3',
};

export const previewTextField = textField('What to say in the new voice: at least 3 words and 10 characters');

export const similarityField: INodeProperties = {
	displayName: 'Similarity',
	name: 'similarity',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 1, numberPrecision: 2 },
	default: 0.75,
	required: true,
	description: 'How close to the voice of the sample to come, from 0 to 1',
};

/** What a preview is made of. */
export interface PreviewRequest {
	readonly sample: Sample;
	readonly text: string;
	readonly modelId: string;
	readonly form: FormData;
	/** How the stream becomes a file; `undefined` when it is to stay as it came. */
	readonly join: Join | undefined;
	readonly fileName: string;
	readonly binaryProperty: string;
}

/**
 * Reads the fields of one item and checks them.
 *
 * @throws {InputError} for what the provider would refuse.
 */
export async function readPreview(call: ItemCall): Promise<PreviewRequest> {
	const { parameters } = call;
	const text = parameters.text('text', 'Text');
	checkText(text);
	const similarity = parameters.number('similarity', 'Similarity', { min: 0, max: 1 });
	const modelId = parameters.locator('modelId', 'Model');
	const speed = readSpeed(parameters);
	const join = readContainer(parameters);
	const binaryProperty = parameters.text('binaryPropertyOutput', 'Put Output in Field');
	const field = parameters.text('binaryPropertyName', 'Input Data Field Name');
	const sample = await readSample(call, field, SAMPLE);
	const form = new FormData();
	form.append('file', sample.file, sample.fileName);
	form.append('text', text);
	form.append('similarity', String(similarity));
	form.append('model_id', modelId);
	if (speed !== undefined) form.append('speed', String(speed));
	const fileName = parameters.optionalText('options.fileName', 'File Name') ?? 'preview';
	return { sample, text, modelId, form, join, fileName, binaryProperty };
}

/** Makes the preview, stores it in the container that is wanted, and keeps it: it is paid for. */
export async function makePreview(item: ItemCall, request: PreviewRequest): Promise<StoredAudio> {
	const { form, fileName, join, binaryProperty: field } = request;
	const keep = (stored: StoredAudio) => {
		item.ledger.audio = [{ field, stored }];
	};
	const samples = await previewVoice(
		item,
		form,
		async ({ source, format: raw }) => await storeWhole(item.context, item, source, { fileName, raw }, keep),
	);
	keep(samples);
	const preview = join === undefined ? samples : await joinStored(item.context, [samples], join);
	keep(preview);
	return preview;
}

function checkText(text: string): void {
	const words = text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
	const characters = countCharacters(text.trim());
	if (words >= MIN_WORDS && characters >= MIN_CHARACTERS) return;
	throw new InputError(
		`Text must have at least ${MIN_WORDS} words and ${MIN_CHARACTERS} characters, but it has ${words} and ${characters}`,
		'Enter a longer text: a sentence or two tell most about a voice',
	);
}
