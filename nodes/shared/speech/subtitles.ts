import type { INodeExecutionData } from 'n8n-workflow';

import { choice } from '../fields/kinds';
import { InputError } from '../http/errors';
import type { ItemCall } from '../operation/registry';
import { toSrt, toVtt } from '../text/subtitles';
import type { Speech } from './synthesizeText';

type SubtitleFormat = 'none' | 'srt' | 'vtt';

const SUBTITLES_FIELD = 'subtitles';

/** `text/vtt`: W3C WebVTT section 7. SRT has no registered type; this is the one in common use. */
const MIME_TYPES = { srt: 'application/x-subrip', vtt: 'text/vtt' } as const;

export const subtitlesField = choice({
	label: 'Subtitles',
	choices: [
		{ name: 'None', value: 'none' },
		{ name: 'SRT', value: 'srt', description: 'For video players and editors' },
		{ name: 'WebVTT', value: 'vtt', description: 'For web pages' },
	],
	default: 'none',
	description: 'Format of the subtitles, which are written to the output field "subtitles"',
});

/**
 * Checks that the subtitles have a field of their own.
 *
 * @param audioField Output field of the audio.
 * @throws {InputError}
 */
export function checkSubtitles(format: SubtitleFormat, audioField: string): void {
	if (format === 'none' || audioField !== SUBTITLES_FIELD) return;
	throw new InputError(
		`The audio and the subtitles cannot both be in the field ${SUBTITLES_FIELD}`,
		'Enter another name in Put Output in Field',
	);
}

/** The output item with the word times in its JSON. */
export function withWords({ item, words, wordsMissing }: Speech): INodeExecutionData {
	return {
		...item,
		json: {
			...item.json,
			words: (words ?? []).map((word) => ({ ...word })),
			...(wordsMissing && {
				wordsUnavailable: 'The provider sent no usable word times for some of the text',
			}),
		},
	};
}

/**
 * The item with subtitles in its binary field `subtitles`, named like the audio.
 *
 * @param locale Language of the text (BCP 47), which determines where lines break.
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
