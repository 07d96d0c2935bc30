import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { countCharacters } from '../../../nodes/shared/text/characters';
import { TextError } from '../../../nodes/shared/text/errors';
import { isSilent } from '../../../nodes/shared/text/silence';
import type { Chunk } from '../../../nodes/shared/text/split';
import { splitText } from '../../../nodes/shared/text/split';
import { anyText as text } from '../../support/texts';

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

const limit = fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 300 }));
const locale = fc.constantFrom(undefined, 'en', 'de', 'ar', 'zh', 'ja', 'th');

/** Returns the offset of each code point in code units, and of the end. */
function offsetsOf(whole: string) {
	let at = 0;
	return [0, ...Array.from(whole, (character) => (at += character.length))];
}

/** Returns the text in the range of each chunk. */
function rangesOf(whole: string, chunks: readonly Chunk[]) {
	const offsets = offsetsOf(whole);
	return chunks.map(({ from, to }) => whole.slice(offsets[from], offsets[to]));
}

/** Returns the offsets where a chunk starts or ends. Text between two chunks is left out. */
function cuts(whole: string, chunks: readonly Chunk[]) {
	const offsets = offsetsOf(whole);
	return rangesOf(whole, chunks).flatMap((range, i) => {
		const { text: sent = '', from = 0 } = chunks[i] ?? {};
		const start = (offsets[from] ?? 0) + Math.max(0, range.indexOf(sent));
		return [start, start + sent.length];
	});
}

const graphemeStarts = (whole: string) =>
	new Set([...Array.from(graphemes.segment(whole), ({ index }) => index), whole.length]);

/** Returns the offsets inside matches that fit, including a mark on their last character. */
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

const TAGS = /<\/?(?:break|phonemes|digits)(?: time=(?:"1s"|'400ms'))?\/?>/g;

/** Returns units that must not be split: graphemes, and tags with the marks on their last character; not silent ones. */
function unitsOf(whole: string) {
	const starts = Array.from(graphemeStarts(whole)).sort((a, b) => a - b);
	const tags = Array.from(whole.matchAll(TAGS), ({ 0: tag, index }) => {
		const from = starts.findLast((start) => start <= index);
		const to = starts.find((start) => start >= index + tag.length);
		return whole.slice(from, to);
	});
	const all = [...Array.from(graphemes.segment(whole), ({ segment }) => segment), ...tags];
	return all.filter((unit) => !isSilent(unit));
}

const longestUnit = (whole: string) => Math.max(0, ...unitsOf(whole).map((unit) => countCharacters(unit)));

/** Returns the chunks, or `undefined` if the text is rejected. */
function attempt(whole: string, maxCharacters: number, language?: string): Chunk[] | undefined {
	try {
		return splitText(whole, maxCharacters, language);
	} catch (error) {
		expect(error).toBeInstanceOf(TextError);
		return undefined;
	}
}

const check = (property: (whole: string, maxCharacters: number, chunks: Chunk[]) => void) => {
	fc.assert(
		fc.property(text, limit, locale, (whole, maxCharacters, language) => {
			const chunks = attempt(whole, maxCharacters, language);
			if (chunks !== undefined) property(whole, maxCharacters, chunks);
		}),
		{ numRuns: 400 },
	);
};

describe('splitText, for any text', () => {
	it('returns ranges that cover the text without gaps or overlaps', () => {
		check((whole, _, chunks) => {
			let at = 0;
			for (const { from, to } of chunks) {
				expect(from).toBe(at);
				expect(to).toBeGreaterThan(from);
				at = to;
			}
			if (chunks.length > 0) expect(at).toBe(countCharacters(whole));
			else expect(isSilent(whole)).toBe(true);
		});
	});

	it('leaves out only silent text of a range', () => {
		check((whole, _, chunks) => {
			rangesOf(whole, chunks).forEach((range, i) => {
				const sent = chunks[i]?.text ?? '';
				const at = range.indexOf(sent);
				expect(at).not.toBe(-1);
				expect(isSilent(sent)).toBe(false);
				expect(isSilent(range.slice(0, at))).toBe(true);
				expect(isSilent(range.slice(at + sent.length))).toBe(true);
			});
		});
	});

	it('returns no chunk longer than the limit', () => {
		check((_, maxCharacters, chunks) => {
			for (const chunk of chunks) expect(Array.from(chunk.text).length).toBeLessThanOrEqual(maxCharacters);
		});
	});

	it('throws if and only if a grapheme or tag that is not silent is longer than the limit', () => {
		fc.assert(
			fc.property(text, limit, locale, (whole, maxCharacters, language) => {
				const isTooLong = countCharacters(whole) > maxCharacters && longestUnit(whole) > maxCharacters;
				expect(attempt(whole, maxCharacters, language) === undefined).toBe(isTooLong);
			}),
			{ numRuns: 400 },
		);
	});

	it('throws with the position of the unit that is too long', () => {
		fc.assert(
			fc.property(text, limit, (whole, maxCharacters) => {
				try {
					splitText(whole, maxCharacters);
				} catch (error) {
					const { from = 0, length = 0 } = error instanceof TextError ? error : {};
					const unit = Array.from(whole)
						.slice(from, from + length)
						.join('');
					expect(length).toBeGreaterThan(maxCharacters);
					expect(unitsOf(whole)).toContain(unit);
				}
			}),
			{ numRuns: 400 },
		);
	});

	it('splits no grapheme', () => {
		check((whole, _, chunks) => {
			const boundaries = graphemeStarts(whole);
			expect(cuts(whole, chunks).filter((cut) => !boundaries.has(cut))).toEqual([]);
		});
	});

	it('returns the graphemes for a limit of one character', () => {
		fc.assert(
			fc.property(text, (whole) => {
				const chunks = attempt(whole, 1);
				const all = Array.from(graphemes.segment(whole), ({ segment }) => segment);
				if (chunks === undefined) return;
				expect(chunks.map((chunk) => chunk.text)).toEqual(all.filter((grapheme) => !isSilent(grapheme)));
			}),
		);
	});

	it('splits no number, tag or element that fits', () => {
		check((whole, maxCharacters, chunks) => {
			const numbers = inside(whole, /(?<!\p{Nd}[.,]?)\d+(?:[.,]\d+)*(?![.,]?\p{Nd})/gu, maxCharacters);
			const tags = inside(whole, /<break time="1s"\/>|<x y="z">/g, maxCharacters);
			const elements = inside(whole, /<(phonemes|digits)>[^<>]*<\/\1>/g, maxCharacters);
			const forbidden = new Set([...numbers, ...tags, ...elements]);
			expect(cuts(whole, chunks).filter((cut) => forbidden.has(cut))).toEqual([]);
		});
	});

	it('leaves nothing out that fits into a chunk next to it', () => {
		check((whole, maxCharacters, chunks) => {
			const ranges = rangesOf(whole, chunks);
			chunks.forEach(({ text: sent }, i) => {
				const range = ranges[i] ?? '';
				const leftOut = range.slice(range.indexOf(sent) + sent.length);
				if (leftOut === '') return;
				expect(countCharacters(sent + leftOut)).toBeGreaterThan(maxCharacters);
				const following = chunks[i + 1]?.text;
				if (following === undefined) return;
				expect(countCharacters(leftOut + following)).toBeGreaterThan(maxCharacters);
			});
		});
	});

	it('starts a chunk with white space only if it did not fit before', () => {
		check((whole, maxCharacters, chunks) => {
			chunks.forEach(({ text: sent }, i) => {
				const previous = chunks[i - 1]?.text;
				const [first] = graphemes.segment(sent);
				const range = rangesOf(whole, chunks)[i] ?? '';
				if (previous === undefined || first?.segment !== ' ' || !range.startsWith(sent)) return;
				expect(countCharacters(previous)).toBeGreaterThanOrEqual(maxCharacters);
			});
		});
	});
});
