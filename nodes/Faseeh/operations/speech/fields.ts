import type { INodeProperties } from 'n8n-workflow';

import { outputField, textField } from '../../../shared/operation/commonFields';
import { optionsCollection, readMaxCharacters, SPEECH_OPTIONS } from '../../../shared/operation/options';
import type { ItemCall } from '../../../shared/operation/registry';
import type { SpeechPlan } from '../../../shared/speech/synthesizeText';
import type { SpeechRequest } from '../../api';
import { modelField, readSpeed, readStability, speedOption, stabilityField, voiceField } from '../fields';

/** The fields of a speech operation, its own among them. */
export const speechFields = (...own: readonly INodeProperties[]): readonly INodeProperties[] => [
	textField('What to say, in Arabic'),
	voiceField,
	modelField,
	stabilityField,
	...own,
	outputField,
	optionsCollection([speedOption], SPEECH_OPTIONS),
];

export interface Speech {
	/** The request for a chunk, but for its text. */
	readonly request: Omit<SpeechRequest, 'text'>;
	readonly modelId: string;
	readonly plan: SpeechPlan;
}

/**
 * Reads the fields of one item and checks them.
 *
 * @throws {InputError} for what cannot succeed.
 */
export function readSpeech({ parameters }: ItemCall): Speech {
	const speed = readSpeed(parameters);
	const voiceId = parameters.locator('voiceId', 'Voice');
	const modelId = parameters.locator('modelId', 'Model');
	return {
		request: {
			voice_id: voiceId,
			stability: readStability(parameters),
			...(speed !== undefined && { speed }),
		},
		modelId,
		plan: {
			text: parameters.text('text', 'Text'),
			maxCharacters: readMaxCharacters(parameters),
			locale: 'ar',
			file: { fileName: parameters.optionalText('options.fileName', 'File Name') ?? 'speech' },
			binaryProperty: parameters.text('binaryPropertyOutput', 'Put Output in Field'),
			synthesis: { voiceId, modelId },
		},
	};
}
