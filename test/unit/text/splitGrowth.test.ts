import { describe, expect, it } from '@jest/globals';

import { TextError } from '../../../nodes/shared/text/errors';
import { splitText } from '../../../nodes/shared/text/split';
import { growth, LINEAR } from '../../support/growth';

/** Rejecting a text that cannot be split counts as work too. */
function splitOrRefuse(text: string, maxCharacters: number): void {
	try {
		splitText(text, maxCharacters);
	} catch (error) {
		expect(error).toBeInstanceOf(TextError);
	}
}

const UNITS: Array<[string, string]> = [
	['sentences', 'The quick brown fox, they say, jumps over the lazy dog. '],
	['Arabic', 'مُحَمَّدٌ رَسُولُ اللهِ، '],
	['Chinese without marks', '我们今天去北京看望老朋友'],
	['Thai', 'สวัสดีครับผมชื่อจอห์น'],
	['one word', 'a'],
	['line breaks', '\n'],
	['white space', ' '],
	['combining marks', '\u0301'],
	['zero-width joiners', '\u200d'],
	['digits', '1'],
	['a chain of numbers', '1.'],
	['numbers with spaces', '1 000'],
	['dots', '. '],
	['initials', 'A. '],
	['closing marks', '」'],
	['emoji', '👨‍👩‍👧‍👦'],
	['lone surrogates', '\ud800'],
	['exclamation marks', '!'],
	['open tags', '<a'],
	['open brackets', '<'],
	['tags', '<break time="1s"/>'],
	['tags without an end', '<break time="1s" '],
	['quotes without an end', '<break time="'],
	['attributes', ' a=b'],
	['opening tags', '<phonemes>'],
	['opening tags with digits', '<phonemes>1'],
	['closing tags', '</digits>'],
	['elements', '<digits>12</digits>'],
	['elements crosswise', '<digits><phonemes></digits></phonemes>'],
];

describe('splitText takes linear time for', () => {
	it.each(UNITS)('%s', (_, unit) => {
		// The "a" makes the text not silent, and carries the marks.
		const make = (size: number) => `a${unit.repeat(size / unit.length)}`;
		for (const maxCharacters of [20, 2000]) {
			const ratio = growth(make, 25_000, (text) => {
				splitOrRefuse(text, maxCharacters);
			});
			expect(ratio).toBeLessThan(LINEAR);
		}
	});

	it('nested elements with a high limit', () => {
		const make = (size: number) =>
			`a${'<digits>1'.repeat(size / 18)}${'</digits>'.repeat(size / 18)}${'b'.repeat(size / 10)}`;
		const ratio = growth(make, 50_000, (text) => {
			splitOrRefuse(text, text.length - 1);
		});
		expect(ratio).toBeLessThan(LINEAR);
	});

	it('one tag with many attributes', () => {
		const make = (size: number) => `<break${' a="b"'.repeat(size)}/> text`;
		expect(
			growth(make, 40_000, (text) => {
				splitOrRefuse(text, 1000);
			}),
		).toBeLessThan(LINEAR);
	});

	it.each(UNITS.filter(([name]) => /zero-width|combining|one word|opening tags|tags$/.test(name)))(
		'a million characters: %s',
		(_, unit) => {
			const make = (size: number) => `a${unit.repeat(size / unit.length)}`;
			expect(
				growth(make, 250_000, (text) => {
					splitOrRefuse(text, 1000);
				}),
			).toBeLessThan(LINEAR);
		},
	);
});
