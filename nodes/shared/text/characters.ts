/**
 * Code points of a text, which is what providers count. A surrogate without its other half counts as one.
 *
 * @param from Offset in UTF-16 code units, as everywhere in this folder.
 */
export function countCharacters(text: string, from = 0, to = text.length): number {
	let count = 0;
	for (let at = from; at < to; at = next(text, at)) count += 1;
	return count;
}

/** Offset behind the code point at this offset. */
export function next(text: string, at: number): number {
	return isHighSurrogate(text.charCodeAt(at)) && isLowSurrogate(text.charCodeAt(at + 1)) ? at + 2 : at + 1;
}

/** The code point at this offset; empty at the end. */
export const characterAt = (text: string, at: number) => text.slice(at, next(text, at));

/** The code point that ends at this offset; empty at the start. */
export function characterBefore(text: string, at: number): string {
	const isPair = isLowSurrogate(text.charCodeAt(at - 1)) && isHighSurrogate(text.charCodeAt(at - 2));
	return text.slice(Math.max(0, at - (isPair ? 2 : 1)), at);
}

export const isHighSurrogate = (unit: number) => unit >= 0xd800 && unit <= 0xdbff;
const isLowSurrogate = (unit: number) => unit >= 0xdc00 && unit <= 0xdfff;

/** LF, VT, FF, CR, NEL, line and paragraph separator (Unicode Standard, section 5.8). */
export const isLineBreak = (unit: number) =>
	(unit >= 0x0a && unit <= 0x0d) || unit === 0x85 || unit === 0x2028 || unit === 0x2029;

/** White space where a text may be parted: not the kinds that are there to prevent it (U+00A0, U+2007, U+202F). */
export function isSpace(unit: number): boolean {
	if (unit < 0x1680) return unit === 0x20 || unit === 0x09 || isLineBreak(unit);
	return (
		unit === 0x1680 ||
		(unit >= 0x2000 && unit <= 0x200b && unit !== 0x2007) || // U+200B parts the words of Thai and Khmer
		isLineBreak(unit) ||
		unit === 0x205f ||
		unit === 0x3000
	);
}

/** With the full-width forms of marks and letters, which are used in such text only. */
const CONTINUOUS =
	/[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Bopo}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}\uff01-\uff60]/u;

/** Whether a character belongs to a script that is written without spaces between words. */
export const isContinuous = (character: string) => character > '\u0e00' && CONTINUOUS.test(character);

/** Whether a text has any such character. */
export const hasContinuous = (text: string) => CONTINUOUS.test(text);

const CLOSING = /^["'\p{Pe}\p{Pf}\p{Pi}]/u;

/** Whether a character may close a quotation or bracket; German closes with what English opens with. */
export const isClosing = (character: string) => CLOSING.test(character);

/** More closing marks in a row are noise; a bound keeps looking back from every position linear. */
const MAX_CLOSING = 8;

/** Offset where the closing marks that end at this offset begin. */
export function skipClosingBack(text: string, at: number): number {
	let start = at;
	while (start > 0 && at - start < MAX_CLOSING && isClosing(text.charAt(start - 1))) start -= 1;
	return start;
}

/**
 * A segmenter that is the same on every machine: it falls back to English where there is no locale or
 * none that ICU knows, never to the locale of the machine.
 */
export function segmenter(granularity: 'grapheme' | 'word' | 'sentence', locale?: string): Intl.Segmenter {
	if (locale !== undefined) {
		try {
			return new Intl.Segmenter([locale.replaceAll('_', '-'), 'en'], { granularity });
		} catch {
			// Not a language tag: what providers call a language need not be one.
		}
	}
	return new Intl.Segmenter('en', { granularity });
}
