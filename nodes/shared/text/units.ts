import { characterAt, countCharacters, next } from './characters';
import { markupSpans } from './markup';

const DIGIT = /^\p{Nd}/u;
/**
 * Characters between the digits of a number, time or date. If that is longer than a chunk, such as "1.5-2.75-3.25",
 * it may be split at the separators that the next row does not have.
 */
const SEPARATORS = [
	".,'’·٫٬ \u00a0\u2007\u2009\u202f:/_-–",
	".,'’·٫٬ \u00a0\u2007\u2009\u202f",
	".,'’·٫٬",
	'',
] as const;

function isDigit(text: string, at: number): boolean {
	const unit = text.charCodeAt(at);
	if (unit < 0x660) return unit >= 0x30 && unit <= 0x39;
	return DIGIT.test(characterAt(text, at));
}

/** Whether the space at this offset separates thousands: exactly three digits follow. */
const isThousands = (text: string, space: number) => /^\d{3}(?!\d)/.test(text.slice(space + 1, space + 5));

/** Returns the end of the number that starts at this offset. */
function numberEnd(text: string, start: number, separators: string): number {
	let at = start;
	let digits = 0;
	for (;;) {
		for (; isDigit(text, at); at = next(text, at)) digits += 1;
		const separator = text.charAt(at);
		if (separator === '' || !separators.includes(separator) || !isDigit(text, at + 1)) return at;
		if (separator === ' ' && !(digits <= 3 && isThousands(text, at))) return at;
		digits = 0;
		at += 1;
	}
}

/**
 * Removes the boundaries inside tags and elements and inside numbers, up to `maxCharacters` code points each.
 *
 * @param levels By offset, see `rankBoundaries`; not 0 where a grapheme ends.
 */
export function protectUnits(text: string, levels: Uint8Array, maxCharacters: number): void {
	const markup = markupSpans(text, levels, maxCharacters);
	for (const { from, to } of markup) levels.fill(0, from + 1, to);
	let at = 0;
	for (const { from, to } of [...markup, { from: text.length, to: text.length }]) {
		while (at < from) {
			at = isDigit(text, at) ? protectNumber(text, levels, maxCharacters, at) : next(text, at);
		}
		at = to;
	}
}

/** Protects the number at this offset, or the parts of it that fit. Returns its end. */
function protectNumber(
	text: string,
	levels: Uint8Array,
	maxCharacters: number,
	start: number,
	row = 0,
): number {
	const end = numberEnd(text, start, SEPARATORS[row] ?? '');
	if (protect(text, levels, maxCharacters, start, end)) return end;
	if (row + 1 === SEPARATORS.length) return end;
	for (let at = start; at < end;) {
		at = isDigit(text, at) ? protectNumber(text, levels, maxCharacters, at, row + 1) : at + 1;
	}
	return end;
}

/** Removes the boundaries inside a unit if it fits. */
function protect(text: string, levels: Uint8Array, maxCharacters: number, start: number, end: number) {
	// Marks that belong to the first or last character count too.
	let from = start;
	while (from > 0 && levels[from] === 0) from -= 1;
	let to = end;
	while (to < text.length && levels[to] === 0) to += 1;
	if (countCharacters(text, from, to) > maxCharacters) return false;
	levels.fill(0, from + 1, to);
	return true;
}
