import type { EspeakEvent } from '@echogarden/espeak-ng-emscripten';

import type { WordTime } from './types.ts';

interface Token {
	text: string;
	/** Code points from the start of the text; `end` is exclusive. */
	start: number;
	end: number;
}

const UNSPACED_LANGUAGES = new Set(['ja', 'zh']);

const codePoints = (text: string): number => Array.from(text).length;

/** The words of a text: separated by spaces, or by the language's dictionary. */
function tokenize(text: string, language: string): Token[] {
	const segments = UNSPACED_LANGUAGES.has(language)
		? Array.from(
				new Intl.Segmenter(language, { granularity: 'word' }).segment(text),
				({ segment }) => segment,
			)
		: text.split(/(\s+)/u);
	const tokens: Token[] = [];
	let at = 0;
	for (const segment of segments) {
		const length = codePoints(segment);
		if (segment.trim() !== '') tokens.push({ text: segment, start: at, end: at + length });
		at += length;
	}
	return tokens;
}

function tokenAt(tokens: Token[], position: number): number {
	let low = 0;
	let high = tokens.length - 1;
	while (low < high) {
		const middle = (low + high + 1) >> 1;
		if ((tokens[middle]?.start ?? 0) <= position) low = middle;
		else high = middle - 1;
	}
	return low;
}

/**
 * The times of a text's words, from eSpeak NG's events. eSpeak NG splits `$25.50` into several words, which are one word
 * here. Words that are not spoken (a lone dash) are omitted.
 *
 * @param durationMs duration of the audio, the maximum of all times
 */
export function wordTimes(
	text: string,
	language: string,
	events: EspeakEvent[],
	durationMs: number,
): WordTime[] {
	const tokens = tokenize(text, language);
	const times = new Map<number, { startMs: number; endMs: number }>();
	let open: number | undefined;
	const close = (at: number) => {
		const time = open === undefined ? undefined : times.get(open);
		if (time) time.endMs = Math.max(time.endMs, at);
		open = undefined;
	};
	for (const event of events) {
		const at = Math.min(event.audio_position, durationMs);
		if (event.type === 'end') close(at);
		if (event.type !== 'word' || tokens.length === 0) continue;
		const index = tokenAt(tokens, event.text_position - 1);
		if (index === open) continue;
		close(at);
		open = index;
		if (!times.has(index)) times.set(index, { startMs: at, endMs: at });
	}
	close(durationMs);
	return [...times]
		.sort(([a], [b]) => a - b)
		.map(([index, time]) => ({ text: tokens[index]?.text ?? '', ...time }));
}
