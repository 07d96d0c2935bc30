import { endsClause } from './boundaries';
import { characterAt, characterBefore, hasContinuous, isContinuous, segmenter } from './characters';

/** Maximum columns of a line (Netflix Timed Text Style Guide, general requirements). */
export const LINE_WIDTH = 42;
/** Columns of a wide character: 16 fit on a line (same guide, Chinese and Korean). */
const WIDE_WIDTH = LINE_WIDTH / 16;
/** Extra columns by which two lines may differ if the first one ends with a clause. */
const CLAUSE_BONUS = 8;

/** In code units. Longer text without spaces is not segmented, since that is slow (see `sentences.ts`). */
const MAX_UNSPACED = 1000;

const WIDE =
	/^[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}\p{scx=Bopo}\p{Emoji_Presentation}\uff01-\uff60\uffe0-\uffe6]/u;
const NO_WIDTH = /^[\p{M}\p{Cf}]/u;
const CLOSING_ONLY = /^[.,;:!?…،؛؟۔。，、；：！？)\]}»”’」』】》〉]+$/u;

/** Returns the width in columns. A Latin letter has 1, a mark such as an Arabic vowel sign 0. */
export function widthOf(text: string): number {
	let width = 0;
	for (const character of text) {
		if (character > '\u02ff' && NO_WIDTH.test(character)) continue;
		width += character > '\u02ff' && WIDE.test(character) ? WIDE_WIDTH : 1;
	}
	return width;
}

/** Returns the separator of two words: empty in scripts without spaces and before a closing mark, else a space. */
export function glue(before: string, after: string): '' | ' ' {
	const isUnspaced =
		isContinuous(characterBefore(before, before.length)) && isContinuous(characterAt(after, 0));
	return isUnspaced || isClosingMark(after) ? '' : ' ';
}

/** Whether a word consists of closing marks, which belong to the previous word. */
export const isClosingMark = (word: string) => CLOSING_ONLY.test(word);

/** Joins words into one line. */
export function joinWords(words: readonly string[]): string {
	return words.map((word, i) => (i === 0 ? '' : glue(words[i - 1] ?? '', word)) + word).join('');
}

/** Puts words on one line, or if they do not fit, on two lines of about the same width. */
export function layOut(words: readonly string[]): string[] {
	const text = joinWords(words);
	const width = widthOf(text);
	if (width <= LINE_WIDTH) return [text];

	let best: number | undefined;
	let lowest = Infinity;
	let above = 0;
	let from = 0;
	for (const at of breaks(words)) {
		above += widthOf(text.slice(from, at));
		from = at;
		const first = text.slice(Math.max(0, at - MAX_END), at).trimEnd();
		const trailing = text.charAt(at - 1) === ' ' ? 1 : 0;
		const cost = lineBreakCost(first, above - trailing, width - above);
		// On a tie the upper line is shorter, which covers less of the picture.
		if (cost < lowest) [lowest, best] = [cost, at];
	}
	return best === undefined ? [text] : [text.slice(0, best).trimEnd(), text.slice(best)];
}

/** Code units at the end of a line that are enough to tell whether it ends a clause. */
const MAX_END = 12;

function lineBreakCost(endOfFirst: string, above: number, below: number): number {
	const excess = Math.max(0, above - LINE_WIDTH) + Math.max(0, below - LINE_WIDTH);
	const clause = endsClause(endOfFirst, endOfFirst.length) ? CLAUSE_BONUS : 0;
	return excess * 1000 + Math.abs(above - below) - clause;
}

/** Yields the offsets in the joined words where a line may end: between entries and inside entries of several words. */
function* breaks(words: readonly string[]): Generator<number> {
	let start = 0;
	for (const [i, word] of words.entries()) {
		const previous = words[i - 1];
		if (previous !== undefined) {
			start += glue(previous, word).length;
			if (!isClosingMark(word)) yield start;
		}
		for (const at of breaksWithin(word)) yield start + at;
		start += word.length;
	}
}

/** An entry can be several words, or a sentence without spaces. */
function* breaksWithin(word: string): Generator<number> {
	let start = 0;
	for (const text of word.split(' ')) {
		if (start > 0 && !isClosingMark(text)) yield start;
		if (widthOf(text) > LINE_WIDTH && text.length <= MAX_UNSPACED && hasContinuous(text)) {
			for (const { index, segment } of segmenter('word').segment(text)) {
				if (index > 0 && !isClosingMark(segment)) yield start + index;
			}
		}
		start += text.length + 1;
	}
}
