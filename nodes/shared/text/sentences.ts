import { isAbbreviationDot } from './abbreviations';
import { characterAt, isContinuous, isLineBreak, isSpace, segmenter, skipClosingBack } from './characters';

/**
 * Code units given to the segmenter at once. Node 20 copies the whole string for each segment it returns,
 * so that a long text at once takes time by the square of its length.
 */
const WINDOW = 512;
/** What the segmenter sees beyond, as whether a dot ends a sentence depends on what comes next. */
const LOOKAHEAD = 128;
/** What it sees again where a window had no boundary. */
const OVERLAP = 64;

/**
 * Offsets where a sentence begins, but for the first, ascending; white space belongs to the sentence
 * before it. `Intl.Segmenter` (UAX #29) proposes; abbreviations, and marks within a word, are taken out.
 */
export function* sentenceStarts(text: string, locale?: string): Generator<number> {
	let reported = 0;
	for (const proposed of proposals(text, segmenter('sentence', locale))) {
		// Each line break of many is proposed.
		if (proposed <= reported) continue;
		reported = skipSpace(text, proposed);
		if (reported < text.length && startsSentence(text, reported, locale)) yield reported;
	}
}

function* proposals(text: string, sentences: Intl.Segmenter): Generator<number> {
	let from = 0;
	/** Up to here every boundary has been seen with enough of its surroundings. */
	let judged = 0;
	while (from < text.length) {
		const judgeable = Math.min(text.length, from + WINDOW);
		const end = Math.min(text.length, judgeable + LOOKAHEAD);
		let lastBoundary = from;
		for (const { index } of sentences.segment(text.slice(from, end))) {
			const boundary = from + index;
			if (boundary > judgeable) break;
			lastBoundary = boundary;
			if (boundary > judged) yield boundary;
		}
		if (end === text.length && judgeable === end) return;
		judged = judgeable;
		from = lastBoundary > from ? lastBoundary : judgeable - OVERLAP;
	}
}

function startsSentence(text: string, start: number, locale: string | undefined): boolean {
	let end = start;
	while (isSpace(text.charCodeAt(end - 1))) {
		end -= 1;
		if (isLineBreak(text.charCodeAt(end))) return true;
	}
	const mark = skipClosingBack(text, end) - 1;
	// "?" and "." without white space after them are part of a web address or a name, but not in Chinese.
	const isWithinWord = end === start && text.charCodeAt(mark) < 0x80;
	if (isWithinWord && !isContinuous(characterAt(text, start))) return false;
	return text.charAt(mark) !== '.' || !isAbbreviationDot(text, mark, start, locale);
}

function skipSpace(text: string, from: number): number {
	let at = from;
	while (at < text.length && isSpace(text.charCodeAt(at))) at += 1;
	return at;
}
