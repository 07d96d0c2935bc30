import { endsClause } from './boundaries';
import { characterAt, characterBefore, hasContinuous, isContinuous, segmenter } from './characters';

/** Columns of a line and lines of a subtitle (Netflix Timed Text Style Guide, general requirements). */
export const LINE_WIDTH = 42;
/** A wide character: 16 to a line (the same guide, Chinese and Korean). */
const WIDE_WIDTH = LINE_WIDTH / 16;
/** Columns by which two lines may differ more if the first then ends with a clause. */
const CLAUSE_BONUS = 8;

/** Code units; a longer part without spaces is not looked into (see `sentences.ts` for the cost of it). */
const MAX_PART = 1000;

const WIDE =
	/^[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}\p{scx=Bopo}\p{Emoji_Presentation}\uff01-\uff60\uffe0-\uffe6]/u;
const NO_WIDTH = /^[\p{M}\p{Cf}]/u;
const CLOSING_ONLY = /^[.,;:!?…،؛؟۔。，、；：！？)\]}»”’」』】》〉]+$/u;

/** Width in columns of a Latin letter. Marks, such as Arabic vowel signs, take none. */
export function widthOf(text: string): number {
	let width = 0;
	for (const character of text) {
		if (character > '\u02ff' && NO_WIDTH.test(character)) continue;
		width += character > '\u02ff' && WIDE.test(character) ? WIDE_WIDTH : 1;
	}
	return width;
}

/** What stands between two words: nothing in scripts without spaces, nor before a closing mark, else a space. */
export function glue(before: string, after: string): '' | ' ' {
	const isUnspaced =
		isContinuous(characterBefore(before, before.length)) && isContinuous(characterAt(after, 0));
	return isUnspaced || isClosingMark(after) ? '' : ' ';
}

/** Whether a word is nothing but marks that belong to the word before them. */
export const isClosingMark = (word: string) => CLOSING_ONLY.test(word);

/** Joins words to a text on one line. */
export function joinWords(words: readonly string[]): string {
	return words.map((word, i) => (i === 0 ? '' : glue(words[i - 1] ?? '', word)) + word).join('');
}

/** The words on one line, or on two of about the same width where they are too many for one. */
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
		// On a tie the upper line is the shorter, which covers less of the picture.
		if (cost < lowest) [lowest, best] = [cost, at];
	}
	return best === undefined ? [text] : [text.slice(0, best).trimEnd(), text.slice(best)];
}

/** As much of the end of a line as tells whether it ends a clause. */
const MAX_END = 12;

function lineBreakCost(endOfFirst: string, above: number, below: number): number {
	const excess = Math.max(0, above - LINE_WIDTH) + Math.max(0, below - LINE_WIDTH);
	const clause = endsClause(endOfFirst, endOfFirst.length) ? CLAUSE_BONUS : 0;
	return excess * 1000 + Math.abs(above - below) - clause;
}

/** Offsets in the joined words where a line may end: between words, and within those that are several. */
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

/** An entry of a list of words may be several words, or a sentence without spaces. */
function* breaksWithin(word: string): Generator<number> {
	let start = 0;
	for (const part of word.split(' ')) {
		if (start > 0 && !isClosingMark(part)) yield start;
		if (widthOf(part) > LINE_WIDTH && part.length <= MAX_PART && hasContinuous(part)) {
			for (const { index, segment } of segmenter('word').segment(part)) {
				if (index > 0 && !isClosingMark(segment)) yield start + index;
			}
		}
		start += part.length + 1;
	}
}
