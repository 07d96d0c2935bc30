import type { Cue, SubtitleOptions, Word } from './cues';
import { makeCues } from './cues';
import { layOut } from './lines';

/**
 * Writes SubRip as players read it, since it has no specification: numbers from 1, LF, a comma before the
 * milliseconds. An arrow "-->" in the text becomes "→", because some players would start a cue there.
 *
 * Cues follow broadcast guidelines: at most two lines of 42 columns (16 characters in Chinese, Japanese and Korean)
 * and 7 s. Each sentence gets its own cue unless that would last less than 5/6 s, and a cue ends at a pause of 0.7 s.
 * Text stays in logical order; players lay out right-to-left text.
 *
 * @param words In the order of speech. Impossible times are corrected, see `makeCues`.
 * @returns An empty string if there are no words.
 */
export function toSrt(words: readonly Word[], options?: SubtitleOptions): string {
	return makeCues(words, options)
		.map((cue, i) => `${i + 1}\n${timing(cue, ',')}\n${textOf(cue).replaceAll('-->', '→')}\n`)
		.join('\n');
}

/**
 * Writes WebVTT (W3C Candidate Recommendation, 4 April 2019) with the same cues as `toSrt`.
 *
 * @returns Only the header if there are no words.
 */
export function toVtt(words: readonly Word[], options?: SubtitleOptions): string {
	const cues = makeCues(words, options).map((cue) => `\n${timing(cue, '.')}\n${escapeVtt(textOf(cue))}\n`);
	return `WEBVTT\n${cues.join('')}`;
}

const textOf = ({ words }: Cue) => layOut(words).join('\n');

/** Escapes text (WebVTT 6.4). Without a ">" there is no "-->" either. */
const escapeVtt = (text: string) =>
	text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const timing = ({ startMs, endMs }: Cue, point: ',' | '.') =>
	`${timestamp(startMs, point)} --> ${timestamp(endMs, point)}`;

/** Hours have at least two digits. */
function timestamp(ms: number, point: ',' | '.'): string {
	const pad = (value: number, digits: number) => String(value).padStart(digits, '0');
	const seconds = Math.floor(ms / 1000);
	const minutes = Math.floor(seconds / 60);
	const clock = [Math.floor(minutes / 60), minutes % 60, seconds % 60].map((value) => pad(value, 2));
	return `${clock.join(':')}${point}${pad(ms % 1000, 3)}`;
}
