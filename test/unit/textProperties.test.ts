import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { countCharacters, isSilent, splitText } from '../../nodes/shared/text/split';

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** What texts are made of, and what is hard about them. */
const FRAGMENTS = [
	...[
		'word',
		'Dr. ',
		'z. B. ',
		'Fine. ',
		'So, ',
		'. ',
		'?',
		' ',
		'  ',
		'\n',
		'\r\n',
		'\n\n',
		'\t',
		'\u00a0',
		'\u2029',
	],
	...[
		'1',
		'23',
		'4.5',
		'1.000,50',
		'12 000',
		'3,',
		'١٢',
		'<break time="1s"/>',
		'<a',
		'>',
		'"',
		'(',
		')',
		'。',
		'，',
		'「',
		'」',
	],
	...[
		'مُحَمَّد',
		'، ',
		'؟ ',
		'क्षत्रिय',
		'한국',
		'\u1112\u1161\u11ab',
		'สวัสดี',
		'北京',
		'ですね',
		'e\u0301',
		'\u0301',
		'\u200d',
		'\ufe0f',
	],
	...[
		'👨‍👩‍👧‍👦',
		'🇩🇪',
		'\u{1f1e9}',
		'👍🏽',
		'\ud83d',
		'\udc4d',
		'\u0600',
		'\u{10d30}',
		'𠀀',
		'\u{e0061}',
		'\r',
		'\0',
		'\ufeff',
	],
];

const text = fc.oneof(
	fc.array(fc.constantFrom(...FRAGMENTS), { maxLength: 60 }).map((fragments) => fragments.join('')),
	fc.string({ unit: 'binary', maxLength: 80 }),
	fc.string({ unit: 'grapheme', maxLength: 80 }),
	fc
		.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 80 })
		.map((units) => String.fromCharCode(...units)),
	// Longer than what is given to a segmenter at once.
	fc
		.tuple(fc.constantFrom(...FRAGMENTS), fc.constantFrom(...FRAGMENTS), fc.integer({ min: 100, max: 400 }))
		.map(([a, b, times]) => (a + b).repeat(times)),
);
const limit = fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 300 }));
const locale = fc.constantFrom(undefined, 'en', 'de', 'ar', 'zh', 'ja', 'th');

/** Offsets of the boundaries between pieces. */
function cuts(pieces: readonly string[]) {
	let at = 0;
	return pieces.slice(0, -1).map((piece) => (at += piece.length));
}

const graphemeStarts = (whole: string) =>
	new Set([...Array.from(graphemes.segment(whole), ({ index }) => index), whole.length]);

/** Offsets that lie inside a match that fits, and is not longer because of a mark on its last character. */
function inside(whole: string, pattern: RegExp, maxCharacters: number) {
	const boundaries = graphemeStarts(whole);
	const offsets: number[] = [];
	for (const { 0: match, index } of whole.matchAll(pattern)) {
		const isWhole = boundaries.has(index) && boundaries.has(index + match.length);
		if (!isWhole || countCharacters(match) > maxCharacters) continue;
		for (let i = 1; i < match.length; i += 1) offsets.push(index + i);
	}
	return offsets;
}

const check = (property: (whole: string, maxCharacters: number, pieces: string[]) => void) => {
	fc.assert(
		fc.property(text, limit, locale, (whole, maxCharacters, language) => {
			property(whole, maxCharacters, splitText(whole, maxCharacters, language));
		}),
		{ numRuns: 400 },
	);
};

describe('splitText, for any text', () => {
	it('loses nothing and doubles nothing', () => {
		check((whole, _, pieces) => {
			expect(pieces.join('')).toBe(whole);
			expect(pieces).not.toContain('');
		});
	});

	it('makes no piece longer than the limit but of one grapheme', () => {
		check((_, maxCharacters, pieces) => {
			for (const piece of pieces) {
				const isOneGrapheme = [...graphemes.segment(piece)].length === 1;
				expect(isOneGrapheme || Array.from(piece).length <= maxCharacters).toBe(true);
			}
		});
	});

	it('parts no grapheme', () => {
		check((whole, _, pieces) => {
			const boundaries = graphemeStarts(whole);
			expect(cuts(pieces).filter((cut) => !boundaries.has(cut))).toEqual([]);
		});
	});

	it('is the graphemes themselves where there is room for one character', () => {
		fc.assert(
			fc.property(text, (whole) => {
				expect(splitText(whole, 1)).toEqual(Array.from(graphemes.segment(whole), ({ segment }) => segment));
			}),
		);
	});

	it('parts no number and no tag that fits', () => {
		check((whole, maxCharacters, pieces) => {
			const numbers = inside(whole, /(?<!\p{Nd}[.,]?)\d+(?:[.,]\d+)*(?![.,]?\p{Nd})/gu, maxCharacters);
			const tags = inside(whole, /<break time="1s"\/>/g, maxCharacters);
			const forbidden = new Set([...numbers, ...tags]);
			expect(cuts(pieces).filter((cut) => forbidden.has(cut))).toEqual([]);
		});
	});

	it('leaves no piece without anything to say that a neighbour has room for', () => {
		check((whole, maxCharacters, pieces) => {
			pieces.forEach((piece, i) => {
				if (!isSilent(piece) || isSilent(whole)) return;
				for (const neighbour of [pieces[i - 1], pieces[i + 1]]) {
					if (neighbour === undefined) continue;
					expect(countCharacters(neighbour + piece)).toBeGreaterThan(maxCharacters);
				}
			});
		});
	});

	it('begins no piece with white space but where there was no room for it', () => {
		check((_, maxCharacters, pieces) => {
			pieces.forEach((piece, i) => {
				const previous = pieces[i - 1];
				const [first] = graphemes.segment(piece);
				if (previous === undefined || first?.segment !== ' ') return;
				expect(countCharacters(previous)).toBeGreaterThanOrEqual(maxCharacters);
			});
		});
	});
});

describe('splitText takes time in proportion to the text', () => {
	const time = (whole: string, maxCharacters: number) => {
		const times = [1, 2, 3].map(() => {
			const start = performance.now();
			splitText(whole, maxCharacters);
			return performance.now() - start;
		});
		return Math.min(...times);
	};

	it.each([
		['sentences', 'The quick brown fox, they say, jumps over the lazy dog. '],
		['Arabic', 'مُحَمَّدٌ رَسُولُ اللهِ، '],
		['Chinese without marks', '我们今天去北京看望老朋友'],
		['Thai', 'สวัสดีครับผมชื่อจอห์น'],
		['one word', 'a'],
		['line breaks', '\n'],
		['white space', ' '],
		['combining marks', '\u0301'],
		['digits', '1'],
		['a chain of numbers', '1.'],
		['numbers with spaces', '1 000'],
		['dots', '. '],
		['initials', 'A. '],
		['closing marks', '」'],
		['open tags', '<a'],
		['open brackets', '<'],
		['emoji', '👨‍👩‍👧‍👦'],
		['lone surrogates', '\ud800'],
	])('%s', (_, unit) => {
		const size = 60_000;
		const once = unit.repeat(size / unit.length);
		for (const maxCharacters of [20, 2000]) {
			time(once, maxCharacters); // warms up
			// A floor, as a few milliseconds are mostly noise.
			expect(time(once + once, maxCharacters)).toBeLessThan(4 * Math.max(10, time(once, maxCharacters)));
		}
	});
});
