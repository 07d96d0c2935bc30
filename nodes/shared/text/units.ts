import { characterAt, countCharacters, next } from './characters';
import { markupSpans } from './markup';

const DIGIT = /^\p{Nd}/u;
/**
 * What stands between the digits of one number, time or date. Where that is longer than a segment, such as
 * "1.5-2.75-3.25", what is between the separators that are missing in the next row is kept together.
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

/** Whether the space at this offset parts thousands: three digits follow it and no fourth. */
const isThousands = (text: string, space: number) => /^\d{3}(?!\d)/.test(text.slice(space + 1, space + 5));

/** Offset behind the number whose first digit is at this offset. */
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
 * Takes away the boundaries inside markup and inside numbers of no more than `maxCharacters` code points.
 *
 * @param levels By offset, see `rankBoundaries`; not 0 wherever a grapheme ends.
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

/** Protects the number at this offset, or what fits of it. Returns the offset behind it. */
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

/** Takes away the boundaries inside a unit, if it fits. */
function protect(text: string, levels: Uint8Array, maxCharacters: number, start: number, end: number) {
	// A mark that belongs to the first or last character cannot be parted from it, so it counts.
	let from = start;
	while (from > 0 && levels[from] === 0) from -= 1;
	let to = end;
	while (to < text.length && levels[to] === 0) to += 1;
	if (countCharacters(text, from, to) > maxCharacters) return false;
	levels.fill(0, from + 1, to);
	return true;
}
