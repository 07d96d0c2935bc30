import type { Values } from '../../../shared/fields/field';
import { toWire } from '../../../shared/fields/field';
import { locator } from '../../../shared/fields/kinds';
import { outputField, textField } from '../../../shared/operation/commonFields';
import { optionsField, splitLongText, synthesisOptions } from '../../../shared/operation/options';
import { planOf } from '../../../shared/speech/plan';
import type { SpeechPlan } from '../../../shared/speech/synthesizeText';
import type { SpeechRequest } from '../../api';
import { modelField, speedOption, stabilityField } from '../fields';

export const speechFields = {
	text: textField('Text to synthesize, in Arabic'),
	voiceId: locator({
		label: 'Voice',
		search: 'searchVoices',
		example: 'ar-najdi-male-2',
		description: "Voice to use: one of the provider's, or one that you cloned",
	}),
	modelId: modelField,
	stability: stabilityField,
	binaryPropertyOutput: outputField,
	options: optionsField({ speed: speedOption, ...synthesisOptions(), splitLongText }),
};

export interface Speech {
	/** The request for a chunk, but for its text. */
	readonly request: Omit<SpeechRequest, 'text'>;
	readonly plan: SpeechPlan;
}

/** What to send for one item. */
export function speechOf(values: Values<typeof speechFields>): Speech {
	const { voiceId, modelId, options } = values;
	return {
		request: {
			voice_id: voiceId,
			...toWire({ stability: stabilityField }, values),
			...toWire({ speed: speedOption }, options),
		},
		plan: planOf(values, { locale: 'ar', synthesis: { voiceId, modelId } }),
	};
}
