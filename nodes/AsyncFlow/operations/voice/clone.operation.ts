import type { SampleLimits } from '../../../shared/binary/readSample';
import { MAX_SAMPLE_BYTES, readSample } from '../../../shared/binary/readSample';
import { collection } from '../../../shared/fields/collection';
import { toWire } from '../../../shared/fields/field';
import { flag, openChoice, text } from '../../../shared/fields/kinds';
import { buildForm } from '../../../shared/http/form';
import { jsonItem } from '../../../shared/items/output';
import { sampleField, voiceNameField } from '../../../shared/operation/commonFields';
import { optionsField, repeatCreation } from '../../../shared/operation/options';
import { defineOperation } from '../../../shared/operation/registry';
import { cloneVoice } from '../../api';
import { LANGUAGES } from '../../models';
import { traitFields } from '../fields';

/** The seed asks for a clip of 5 seconds, the newer page for 3; what suits neither is refused unsent. */
const SAMPLE = {
	kinds: ['wav', 'mp3', 'flac', 'aiff'],
	minSeconds: 3,
	maxBytes: MAX_SAMPLE_BYTES,
} as const satisfies SampleLimits;

const additionalFields = collection({
	label: 'Additional Fields',
	placeholder: 'Add field',
	fields: {
		...traitFields,
		transcript: text({
			label: 'Transcript',
			rows: 3,
			description: 'Exact transcript of the sample',
		}).sentIfSet('transcript'),
	},
});

export const clone = defineOperation({
	name: 'Clone',
	action: 'Clone voice',
	description: 'Create a voice from a sample of speech',
	fields: {
		binaryPropertyName: sampleField('at least 5 seconds of one person speaking, as WAV, MP3, FLAC or AIFF'),
		name: voiceNameField,
		language: openChoice({
			label: 'Language',
			choices: LANGUAGES,
			default: 'en',
			description: 'Language of the sample',
		}),
		enhance: flag({
			label: 'Enhance',
			default: false,
			description: 'Whether to remove background noise from the sample before cloning',
		}).orDefault(),
		additionalFields,
		options: optionsField(repeatCreation),
	},

	async execute(item, values) {
		const { name, language, enhance } = values;
		const audio = await readSample(item, values.binaryPropertyName, SAMPLE);
		const traits = toWire(additionalFields.fields, values.additionalFields);
		const { voiceId, voice } = await cloneVoice(
			item,
			buildForm({ audio, name, language, enhance, ...traits }),
		);
		item.ledger.keepId('voiceId', voiceId);
		return [jsonItem({ voiceId, ...voice })];
	},
});
