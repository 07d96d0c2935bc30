import { isAbbreviationDot } from './abbreviations';
import { characterAt, isContinuous, isLineBreak, isSpace, segmenter, skipClosingBack } from './characters';

/**
 * Code units to segment in one call. Node 20 copies the whole string for each segment, so that segmenting a long
 * text in one call takes quadratic time.
 */
const WINDOW = 512;
/** Code units after the window to segment too: whether a dot ends a sentence depends on what follows. */
const LOOKAHEAD = 128;
/** Code units to segment again after a window without a boundary. */
const OVERLAP = 64;

/**
 * Yields the offsets where sentences start, ascending, without the first one. White space belongs to the sentence
 * before it. Takes the boundaries of `Intl.Segmenter` (UAX #29) without those after abbreviations and inside words.
 */
export function* sentenceStarts(text: string, locale?: string): Generator<number> {
	let reported = 0;
	for (const proposed of proposals(text, segmenter('sentence', locale))) {
		// Of several line breaks, each is proposed.
		if (proposed <= reported) continue;
		reported = skipSpace(text, proposed);
		if (reported < text.length && startsSentence(text, reported, locale)) yield reported;
	}
}

function* proposals(text: string, sentences: Intl.Segmenter): Generator<number> {
	let from = 0;
	/** All boundaries up to here were found. */
	let searched = 0;
	while (from < text.length) {
		const windowEnd = Math.min(text.length, from + WINDOW);
		const end = Math.min(text.length, windowEnd + LOOKAHEAD);
		let lastBoundary = from;
		for (const { index } of sentences.segment(text.slice(from, end))) {
			const boundary = from + index;
			if (boundary > windowEnd) break;
			lastBoundary = boundary;
			if (boundary > searched) yield boundary;
		}
		if (windowEnd === text.length) return;
		searched = windowEnd;
		from = lastBoundary > from ? lastBoundary : windowEnd - OVERLAP;
	}
}

function startsSentence(text: string, start: number, locale: string | undefined): boolean {
	let end = start;
	while (isSpace(text.charCodeAt(end - 1))) {
		end -= 1;
		if (isLineBreak(text.charCodeAt(end))) return true;
	}
	const mark = skipClosingBack(text, end) - 1;
	// Without white space after it, "?" or "." is part of a web address or a name, except in Chinese.
	const isWithinWord = end === start && text.charCodeAt(mark) < 0x80;
	if (isWithinWord && !isContinuous(characterAt(text, start))) return false;
	return text.charAt(mark) !== '.' || !isAbbreviationDot(text, mark, start, locale);
}

function skipSpace(text: string, from: number): number {
	let at = from;
	while (at < text.length && isSpace(text.charCodeAt(at))) at += 1;
	return at;
}
