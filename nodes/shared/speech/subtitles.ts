import type { INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { InputError } from '../http/errors';
import type { ItemCall } from '../operation/registry';
import { toSrt, toVtt } from '../text/subtitles';
import type { Speech } from './synthesizeText';

const SUBTITLE_FORMATS = ['none', 'srt', 'vtt'] as const;
type SubtitleFormat = (typeof SUBTITLE_FORMATS)[number];

const SUBTITLES_FIELD = 'subtitles';

/** `text/vtt`: W3C WebVTT section 7. SRT has no registered type; this is the one in common use. */
const MIME_TYPES = { srt: 'application/x-subrip', vtt: 'text/vtt' } as const;

export const subtitlesField: INodeProperties = {
	displayName: 'Subtitles',
	name: 'subtitles',
	type: 'options',
	options: [
		{ name: 'None', value: 'none' },
		{ name: 'SRT', value: 'srt', description: 'For video players and editors' },
		{ name: 'WebVTT', value: 'vtt', description: 'For web pages' },
	],
	default: 'none',
	description: 'Subtitles to put into the output field "subtitles"',
};

/**
 * Which subtitles are wanted.
 *
 * @param binaryProperty Output field of the audio.
 * @throws {InputError} when the audio is to go to the same field.
 */
export function readSubtitles({ parameters }: ItemCall, binaryProperty: string): SubtitleFormat {
	const format = parameters.choice('subtitles', 'Subtitles', SUBTITLE_FORMATS);
	if (format === 'none' || binaryProperty !== SUBTITLES_FIELD) return format;
	throw new InputError(
		`The audio and the subtitles cannot both go to the field ${SUBTITLES_FIELD}`,
		'Choose another name for Put Output in Field',
	);
}

/** The output item with the times of the words in its JSON. */
export function withWords({ item, words, wordsMissing }: Speech): INodeExecutionData {
	return {
		...item,
		json: {
			...item.json,
			words: (words ?? []).map((word) => ({ ...word })),
			...(wordsMissing && {
				wordsUnavailable: 'The provider sent no word times that fit together for some of the text',
			}),
		},
	};
}

/**
 * The item with subtitles in its binary field `subtitles`, named as the audio is.
 *
 * @param locale Language of the text (BCP 47), which decides where lines end.
 */
export async function storeSubtitles(
	{ context }: ItemCall,
	item: INodeExecutionData,
	{ stored, words = [] }: Speech,
	format: SubtitleFormat,
	locale: string | undefined,
): Promise<INodeExecutionData> {
	if (format === 'none') return item;
	const { audio, durationSeconds } = stored;
	const toText = format === 'srt' ? toSrt : toVtt;
	const options = { durationMs: durationSeconds * 1000, ...(locale !== undefined && { locale }) };
	const text = toText(words, options);
	const fileName = audio.fileName.replace(/\.[^.]*$/, `.${format}`);
	const subtitles = await context.helpers.prepareBinaryData(Buffer.from(text), fileName, MIME_TYPES[format]);
	return { ...item, binary: { ...item.binary, [SUBTITLES_FIELD]: subtitles } };
}
