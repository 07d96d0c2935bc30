/**
 * Counts code points, as providers do. A lone surrogate counts as one.
 *
 * @param from Offset in UTF-16 code units, like all offsets in this folder.
 */
export function countCharacters(text: string, from = 0, to = text.length): number {
	let count = 0;
	for (let at = from; at < to; at = next(text, at)) count += 1;
	return count;
}

/** Returns the offset after the code point at this offset. */
export function next(text: string, at: number): number {
	return isHighSurrogate(text.charCodeAt(at)) && isLowSurrogate(text.charCodeAt(at + 1)) ? at + 2 : at + 1;
}

/** Returns the code point at this offset; empty at the end. */
export const characterAt = (text: string, at: number) => text.slice(at, next(text, at));

/** Returns the code point that ends at this offset; empty at the start. */
export function characterBefore(text: string, at: number): string {
	const isPair = isLowSurrogate(text.charCodeAt(at - 1)) && isHighSurrogate(text.charCodeAt(at - 2));
	return text.slice(Math.max(0, at - (isPair ? 2 : 1)), at);
}

export const isHighSurrogate = (unit: number) => unit >= 0xd800 && unit <= 0xdbff;
const isLowSurrogate = (unit: number) => unit >= 0xdc00 && unit <= 0xdfff;

/** LF, VT, FF, CR, NEL, line and paragraph separator (Unicode Standard, section 5.8). */
export const isLineBreak = (unit: number) =>
	(unit >= 0x0a && unit <= 0x0d) || unit === 0x85 || unit === 0x2028 || unit === 0x2029;

/** Whether a text may be split at this white space: not at a no-break space (U+00A0, U+2007, U+202F). */
export function isSpace(unit: number): boolean {
	if (unit < 0x1680) return unit === 0x20 || unit === 0x09 || isLineBreak(unit);
	return (
		unit === 0x1680 ||
		(unit >= 0x2000 && unit <= 0x200b && unit !== 0x2007) || // U+200B separates words in Thai and Khmer
		isLineBreak(unit) ||
		unit === 0x205f ||
		unit === 0x3000
	);
}

/** Includes full-width marks and letters, which are used only in such text. */
const CONTINUOUS =
	/[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Bopo}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}\uff01-\uff60]/u;

/** Whether a character belongs to a script that is written without spaces between words. */
export const isContinuous = (character: string) => character > '\u0e00' && CONTINUOUS.test(character);

/** Whether a text has a character of such a script. */
export const hasContinuous = (text: string) => CONTINUOUS.test(text);

const CLOSING = /^["'\p{Pe}\p{Pf}\p{Pi}]/u;

/** Whether a character may close a quotation or bracket. German closes quotations with the English opening mark. */
export const isClosing = (character: string) => CLOSING.test(character);

/** Bounds the search, so that calling it at each offset takes linear time. */
const MAX_CLOSING = 8;

/** Returns the start of the closing marks that end at this offset. */
export function skipClosingBack(text: string, at: number): number {
	let start = at;
	while (start > 0 && at - start < MAX_CLOSING && isClosing(text.charAt(start - 1))) start -= 1;
	return start;
}

/**
 * Creates a segmenter that works the same on every machine: for a missing or unknown locale it uses English, not
 * the locale of the machine.
 */
export function segmenter(granularity: 'grapheme' | 'word' | 'sentence', locale?: string): Intl.Segmenter {
	if (locale !== undefined) {
		try {
			return new Intl.Segmenter([locale.replaceAll('_', '-'), 'en'], { granularity });
		} catch {
			// Not a language tag: providers have their own names for languages.
		}
	}
	return new Intl.Segmenter('en', { granularity });
}
