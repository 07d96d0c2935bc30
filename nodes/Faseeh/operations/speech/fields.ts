import type { INodeProperties } from 'n8n-workflow';

import type { LongText } from '../../../shared/items/longText';
import { outputField, textField } from '../../../shared/operation/fields';
import { optionsCollection, readMaxCharacters, SPEECH_OPTIONS } from '../../../shared/operation/options';
import { Parameters } from '../../../shared/operation/parameters';
import type { ItemCall } from '../../../shared/operation/registry';
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
	readonly modelId: string;
	/** Its text is the whole text. */
	readonly request: SpeechRequest;
	readonly fileName: string;
	readonly binaryProperty: string;
	/** How the text is to be split. */
	readonly longText: LongText;
}

/**
 * Reads the fields of one item and checks them.
 *
 * @throws {InputError} for what cannot succeed.
 */
export function readSpeech(call: ItemCall): Speech {
	const parameters = new Parameters(call);
	const speed = readSpeed(parameters);
	const request = {
		voice_id: parameters.locator('voiceId', 'Voice'),
		text: parameters.text('text', 'Text'),
		stability: readStability(parameters),
		...(speed !== undefined && { speed }),
	};
	return {
		modelId: parameters.locator('modelId', 'Model'),
		request,
		fileName: parameters.optionalText('options.fileName') ?? 'speech',
		binaryProperty: parameters.text('binaryPropertyOutput', 'Put Output in Field'),
		longText: {
			text: request.text,
			maxCharacters: readMaxCharacters(parameters),
			locale: 'ar',
			concurrency: call.connection.gate.max,
		},
	};
}

/** What was spoken, for the output. */
export const spoken = ({ modelId, request }: Speech) => ({
	voiceId: request.voice_id,
	modelId,
	text: request.text,
});
