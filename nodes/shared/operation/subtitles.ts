import type { INodeExecutionData, INodeProperties } from 'n8n-workflow';

import type { SpokenPart } from '../items/longText';
import type { StoredAudio } from '../items/storeAudio';
import type { Word } from '../text/subtitles';
import { toSrt, toVtt } from '../text/subtitles';
import type { ItemCall } from './registry';

export const SUBTITLE_FORMATS = ['none', 'srt', 'vtt'] as const;

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

/** The words of all parts in the time of the whole: each part begins where the audio before it ends. */
export function runOn(parts: ReadonlyArray<SpokenPart & { readonly words: readonly Word[] }>): Word[] {
	let offsetMs = 0;
	return parts.flatMap(({ stored, words }) => {
		const startsAt = offsetMs;
		offsetMs += stored.audio.durationSeconds * 1000;
		return words.map(({ text, startMs, endMs }) => ({
			text,
			startMs: Math.round(startMs + startsAt),
			endMs: Math.round(endMs + startsAt),
		}));
	});
}

/**
 * The item with subtitles in its binary field `subtitles`, named as the audio is.
 *
 * @param locale Language of the text, which decides where sentences end.
 */
export async function storeSubtitles(
	{ context }: ItemCall,
	item: INodeExecutionData,
	{ fileName: audioFileName, durationSeconds }: StoredAudio['audio'],
	format: (typeof SUBTITLE_FORMATS)[number],
	words: readonly Word[],
	locale: string | undefined,
): Promise<INodeExecutionData> {
	if (format === 'none') return item;
	const toText = format === 'srt' ? toSrt : toVtt;
	const text = toText(words, { durationMs: durationSeconds * 1000, locale });
	const fileName = audioFileName.replace(/\.[^.]*$/, `.${format}`);
	const subtitles = await context.helpers.prepareBinaryData(Buffer.from(text), fileName, MIME_TYPES[format]);
	return { ...item, binary: { ...item.binary, subtitles } };
}
