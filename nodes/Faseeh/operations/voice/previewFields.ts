import { joinStored } from '../../../shared/binary/joinStored';
import type { Sample, SampleLimits } from '../../../shared/binary/readSample';
import { MAX_SAMPLE_BYTES, readSample } from '../../../shared/binary/readSample';
import type { StoredAudio } from '../../../shared/binary/storeAudio';
import { storeWhole } from '../../../shared/binary/storeWhole';
import type { Values } from '../../../shared/fields/field';
import { toWire } from '../../../shared/fields/field';
import { number } from '../../../shared/fields/kinds';
import { InputError } from '../../../shared/http/errors';
import { outputField, sampleField, textField } from '../../../shared/operation/commonFields';
import { audioOptions, repeatCreation } from '../../../shared/operation/options';
import type { ItemCall } from '../../../shared/operation/registry';
import { countCharacters } from '../../../shared/text/split';
import { previewVoice } from '../../api';
import { containerField, joinFor, speedOption } from '../fields';

/** Page "Voice Preview": a text of at least so many words and characters. */
const MIN_WORDS = 3;
const MIN_CHARACTERS = 10;

/** The provider asks for an audio file, and documents neither formats nor limits. */
export const SAMPLE = {
	kinds: ['wav', 'mp3', 'mp4', 'flac', 'aiff', 'ogg'],
	allowUnrecognized: true,
	maxBytes: MAX_SAMPLE_BYTES,
} as const satisfies SampleLimits;

/** The fields of a preview, in two groups, since Create From Sample has others in between. */
export const previewFields = {
	binaryPropertyName: sampleField('a recording of one person speaking, such as WAV or MP3'),
	text: textField('Text to speak in the new voice: at least 3 words and 10 characters'),
	similarity: number({
		label: 'Similarity',
		min: 0,
		max: 1,
		precision: 2,
		default: 0.75,
		description: "How closely to match the sample's voice, from 0 to 1",
	}).sentAs('similarity'),
};
export const previewOutputFields = { container: containerField, binaryPropertyOutput: outputField };

export const previewOptions = { speed: speedOption, ...audioOptions('preview'), ...repeatCreation };

type PreviewValues = Values<typeof previewFields & typeof previewOutputFields> & {
	readonly modelId: string;
	readonly options: { readonly speed: number | undefined; readonly fileName: string };
};

/**
 * Reads the sample, after a check of the text.
 *
 * @throws {InputError} for what the provider would refuse.
 */
export async function readPreviewSample(item: ItemCall, values: PreviewValues): Promise<Sample> {
	checkText(values.text);
	return await readSample(item, values.binaryPropertyName, SAMPLE);
}

/** Makes the preview, stores it in the chosen format, and keeps it: it is paid for. */
export async function makePreview(
	item: ItemCall,
	values: PreviewValues,
	sample: Sample,
): Promise<StoredAudio> {
	const { text, modelId, options, binaryPropertyOutput: field } = values;
	const { fileName } = options;
	const keep = (stored: StoredAudio) => {
		item.ledger.audio = [{ field, stored }];
	};
	const samples = await previewVoice(
		item,
		{
			file: sample,
			text,
			model_id: modelId,
			...toWire(previewFields, values),
			...toWire(previewOptions, options),
		},
		async ({ source, format: raw }) => await storeWhole(item.context, item, source, { fileName, raw }, keep),
	);
	keep(samples);
	const join = joinFor(values.container);
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
		'Enter one or two sentences',
	);
}
