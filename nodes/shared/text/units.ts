import { characterAt, countCharacters, next } from './characters';

const DIGIT = /^\p{Nd}/u;
/**
 * What stands between the digits of one number, time or date. Where that is longer than a piece, such as
 * "1.5-2.75-3.25", what is between the separators that are missing in the next row is kept together.
 */
const SEPARATORS = [
	".,'’·٫٬ \u00a0\u2007\u2009\u202f:/_-–",
	".,'’·٫٬ \u00a0\u2007\u2009\u202f",
	".,'’·٫٬",
	'',
] as const;
const TAG_START = /^[a-z/!?]/i;

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

/** Offset behind the tag that starts at this offset, such as `<break time="1s"/>`; `undefined` if there is none. */
function tagEnd(text: string, start: number): number | undefined {
	if (!TAG_START.test(text.charAt(start + 1))) return undefined;
	for (let at = start + 1; at < text.length; at += 1) {
		const character = text.charAt(at);
		if (character === '>') return at + 1;
		// Looking no further than the next tag keeps a text of nothing but "<a" linear.
		if (character === '<') return undefined;
	}
	return undefined;
}

/**
 * Takes away the boundaries inside numbers and tags of no more than `maxCharacters` code points.
 *
 * @param levels By offset, see `rankBoundaries`; not 0 wherever a grapheme ends.
 */
export function protectUnits(text: string, levels: Uint8Array, maxCharacters: number): void {
	let at = 0;
	while (at < text.length) {
		const end = text.charAt(at) === '<' ? tagEnd(text, at) : undefined;
		if (end !== undefined && protect(text, levels, maxCharacters, at, end)) at = end;
		else if (isDigit(text, at)) at = protectNumber(text, levels, maxCharacters, at);
		else at = next(text, at);
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
