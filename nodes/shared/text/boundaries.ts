import {
	characterAt,
	characterBefore,
	isClosing,
	isContinuous,
	isHighSurrogate,
	isLineBreak,
	isSpace,
	segmenter,
	skipClosingBack,
} from './characters';
import { sentenceStarts } from './sentences';
import { protectUnits } from './units';

/** Types of boundary. The higher the level, the more natural a split sounds; 0 is no boundary. */
export const LEVEL = { grapheme: 1, word: 2, clause: 3, sentence: 4, line: 5, paragraph: 6 } as const;

/** Code units to segment in one call, see `sentences.ts`. */
const WINDOW = 256;
const CLAUSE_MARKS = ',;:،؛՝—–…';
/** Clause marks without white space after them. */
const WIDE_CLAUSE_MARKS = '，、；：…';

/**
 * Returns the level of each offset in a text, one byte each. White space comes before a boundary. Words in scripts
 * without spaces are not marked; see `lastContinuousWord`.
 *
 * @param maxCharacters Longer numbers and tags may be split.
 */
export function rankBoundaries(text: string, maxCharacters: number, locale?: string): Uint8Array {
	const levels = new Uint8Array(text.length + 1);
	markGraphemes(text, levels);
	markSpacesAndClauses(text, levels);
	for (const start of sentenceStarts(text, locale)) raise(levels, start, LEVEL.sentence);
	protectUnits(text, levels, maxCharacters);
	return levels;
}

/** Raises a level, but never inside a grapheme. */
function raise(levels: Uint8Array, at: number, level: number): void {
	const current = levels[at] ?? 0;
	if (current > 0 && current < level) levels[at] = level;
}

/** Between two such code units there is always a grapheme boundary (UAX #29, table 2). */
const isSimple = (unit: number) => (unit < 0x300 && unit !== 0x0d) || (unit >= 0x4e00 && unit <= 0x9fff);

function markGraphemes(text: string, levels: Uint8Array): void {
	const graphemes = segmenter('grapheme');
	let from = 0;
	let size = WINDOW;
	while (from < text.length) {
		levels[from] = LEVEL.grapheme;
		if (isSimple(text.charCodeAt(from)) && isSimple(text.charCodeAt(from + 1))) {
			from += 1;
			continue;
		}
		let end = Math.min(text.length, from + size);
		// Do not cut a surrogate pair, which would look like a boundary.
		if (isHighSurrogate(text.charCodeAt(end - 1))) end = Math.min(text.length, end + 1);
		let last = from;
		for (const { index } of graphemes.segment(text.slice(from, end))) {
			last = from + index;
			levels[last] = LEVEL.grapheme;
		}
		if (end === text.length) break;
		// The last grapheme may continue, so segment it again, in a larger window if it fills this one.
		size = last === from ? size * 2 : WINDOW;
		from = last;
	}
	levels[text.length] = LEVEL.grapheme;
}

function markSpacesAndClauses(text: string, levels: Uint8Array): void {
	let at = 0;
	while (at < text.length) {
		if (!isSpace(text.charCodeAt(at))) {
			at += 1;
			markWideClause(text, levels, at);
			continue;
		}
		const start = at;
		let lineBreaks = 0;
		for (; at < text.length && isSpace(text.charCodeAt(at)); at += 1) {
			const unit = text.charCodeAt(at);
			const isSecondHalf = unit === 0x0a && text.charCodeAt(at - 1) === 0x0d;
			if (isLineBreak(unit) && !isSecondHalf) lineBreaks += unit === 0x2029 ? 2 : 1;
		}
		if (lineBreaks > 1) raise(levels, at, LEVEL.paragraph);
		else if (lineBreaks === 1) raise(levels, at, LEVEL.line);
		else raise(levels, at, endsClause(text, start) ? LEVEL.clause : LEVEL.word);
	}
}

/** Whether a clause ends at this offset. */
export function endsClause(text: string, end: number): boolean {
	const mark = text.charAt(skipClosingBack(text, end) - 1);
	return mark !== '' && (CLAUSE_MARKS.includes(mark) || WIDE_CLAUSE_MARKS.includes(mark));
}

function markWideClause(text: string, levels: Uint8Array, at: number): void {
	// A quick exit for most characters.
	if (text.charAt(at - 1) < '\u2018') return;
	const following = characterAt(text, at);
	if (following === '' || isSpace(following.charCodeAt(0)) || FORBIDDEN_AT_START.test(following)) return;
	const mark = text.charAt(skipClosingBack(text, at) - 1);
	if (mark === '' || !WIDE_CLAUSE_MARKS.includes(mark)) return;
	// "Wait…what" has no visible clause boundary, but "等等……什么" has.
	if (mark !== '…' || isContinuous(following)) raise(levels, at, LEVEL.clause);
}

/** Characters that must not start or end a line or chunk (kinsoku shori, JLREQ 3.1.7). */
const FORBIDDEN_AT_START = /^[\p{Pe}\p{Pf}\p{Po}\p{Pd}\p{Pc}\p{M}\p{Lm}\s]/u;
const FORBIDDEN_AT_END = /^[\p{Ps}\p{Pi}]/u;

/** Maximum code units before the limit in which to find a word boundary. */
const MAX_WORD = 64;
/** Code units after the limit to segment. */
const WORD_LOOKAHEAD = 32;

/**
 * Returns the last word boundary in a script without spaces, after `from` and up to `limit`; `from` if there is
 * none. Called only where a text is split, because dictionaries are slow.
 */
export function lastContinuousWord(
	text: string,
	levels: Uint8Array,
	from: number,
	limit: number,
	words: Intl.Segmenter,
): number {
	const start = Math.max(from, limit - MAX_WORD);
	let found = from;
	for (const { index } of words.segment(text.slice(start, limit + WORD_LOOKAHEAD))) {
		const at = start + index;
		if (at > limit) break;
		if (at > start && levels[at] !== 0 && isContinuousBoundary(text, at)) found = at;
	}
	return found;
}

function isContinuousBoundary(text: string, at: number): boolean {
	const before = characterBefore(text, at);
	const after = characterAt(text, at);
	if (!isContinuous(before) && !isContinuous(after)) return false;
	if (FORBIDDEN_AT_END.test(before)) return false;
	return !FORBIDDEN_AT_START.test(after) && !(isClosing(after) && !FORBIDDEN_AT_END.test(after));
}
