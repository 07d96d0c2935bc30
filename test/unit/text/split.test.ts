import { describe, expect, it } from '@jest/globals';

import { countCharacters } from '../../../nodes/shared/text/characters';
import { TextError } from '../../../nodes/shared/text/errors';
import { isSilent } from '../../../nodes/shared/text/silence';
import { splitText } from '../../../nodes/shared/text/split';

const FAMILY = '👨‍👩‍👧‍👦';

const textsOf = (...input: Parameters<typeof splitText>) => splitText(...input).map(({ text }) => text);

/** Returns the error that a text is rejected with. */
function rejection(...input: Parameters<typeof splitText>): unknown {
	try {
		return splitText(...input);
	} catch (error) {
		return error;
	}
}

describe('splitText prefers', () => {
	it.each([
		['the whole text', 'One. Two.\n\nThree.', 17, ['One. Two.\n\nThree.']],
		['a paragraph to a line', 'One two.\n \nThree.\nFour five.', 20, ['One two.\n \n', 'Three.\nFour five.']],
		[
			'a line to a sentence',
			'One two three\r\nFour. Five six seven.',
			24,
			['One two three\r\n', 'Four. Five six seven.'],
		],
		[
			'a sentence to a clause',
			'One two three. Four, five, six, seven',
			26,
			['One two three. ', 'Four, five, six, seven'],
		],
		[
			'a clause to a word',
			'One two three, four five six seven',
			24,
			['One two three, ', 'four five six seven'],
		],
		[
			'a full chunk to a sentence that fills less than half',
			'One. Two three four five.',
			14,
			['One. Two ', 'three four ', 'five.'],
		],
		['a word to a grapheme', 'internationally known', 16, ['internationally ', 'known']],
		['a grapheme to nothing', 'internationally', 6, ['intern', 'ationa', 'lly']],
	])('%s', (_, text, maxCharacters, segments) => {
		expect(textsOf(text, maxCharacters)).toEqual(segments);
	});
});

describe('splitText in other scripts', () => {
	it.each([
		['Arabic', 'هل أنت هنا؟ نعم، أنا هنا. حسنا.', 16, ['هل أنت هنا؟ ', 'نعم، أنا هنا. ', 'حسنا.']],
		['Arabic clauses', 'في الصباح، وفي المساء، نعمل', 16, ['في الصباح، ', 'وفي المساء، نعمل']],
		['Arabic vowel signs', 'مُحَمَّدٌ', 3, ['مُ', 'حَ', 'مَّ', 'دٌ']],
		['Chinese', '他说：「好。」然后走了！真的？是。', 8, ['他说：「好。」', '然后走了！真的？', '是。']],
		['Chinese clauses', '我们去北京，他们去上海，你呢', 8, ['我们去北京，', '他们去上海，你呢']],
		['Chinese words', '我们今天去北京看望老朋友', 6, ['我们今天去', '北京看望', '老朋友']],
		[
			'Japanese',
			'今日は良い天気ですね。散歩に行きましょう。',
			12,
			['今日は良い天気ですね。', '散歩に行きましょう。'],
		],
		['Thai words', 'สวัสดีครับผมชื่อจอห์น', 14, ['สวัสดีครับผม', 'ชื่อจอห์น']],
		['Hindi', 'नमस्ते दुनिया। आप कैसे हैं?', 18, ['नमस्ते दुनिया। ', 'आप कैसे हैं?']],
		['Hindi conjuncts', 'क्षत्रिय', 4, ['क्ष', 'त्रि', 'य']],
		['Hangul jamo', '\u1112\u1161\u11ab\u1100\u1173\u11af', 4, ['\u1112\u1161\u11ab', '\u1100\u1173\u11af']],
		['Chinese with Latin words', '我有苹果，iPhone很好用', 10, ['我有苹果，', 'iPhone很好用']],
		['no start with a closing mark', '我们「去」好', 4, ['我们', '「去」好']],
	])('%s', (_, text, maxCharacters, segments) => {
		expect(textsOf(text, maxCharacters)).toEqual(segments);
	});
});

describe('splitText keeps together', () => {
	it.each([
		['an emoji', `a${FAMILY}b`, 7, ['a', FAMILY, 'b']],
		['flags', '🇩🇪🇫🇷🇮🇹', 3, ['🇩🇪', '🇫🇷', '🇮🇹']],
		['combining marks', 'e\u0301e\u0301e\u0301', 5, ['e\u0301e\u0301', 'e\u0301']],
		['decimals', 'abc3.14159', 8, ['abc', '3.14159']],
		['thousands', 'x1.000,50y', 8, ['x', '1.000,50', 'y']],
		['thousands with spaces', 'about 12 000 000', 12, ['about ', '12 000 000']],
		['Arabic digits', 'س١٢٣٤٫٥', 6, ['س', '١٢٣٤٫٥']],
		['times and dates', 'ab2026-10-03cd', 10, ['ab', '2026-10-03', 'cd']],
		['the numbers of a range that is too long', '1.25-2.75-3.5', 5, ['1.25-', '2.75-', '3.5']],
		['a tag', 'abcdef<break time="1s"/>ghi', 20, ['abcdef', '<break time="1s"/>gh', 'i']],
		['a tag in single quotes', "ab <break time='400ms'/>", 23, ['ab ', "<break time='400ms'/>"]],
		['a tag over two lines', 'ab <break\n time="1s" />', 20, ['ab ', '<break\n time="1s" />']],
		[
			'phonemes',
			'Call <phonemes>ˈeɪ. sɪŋk</phonemes> now',
			31,
			['Call ', '<phonemes>ˈeɪ. sɪŋk</phonemes> ', 'now'],
		],
		['digits', 'Dial <digits>12-34 5678</digits>.', 30, ['Dial ', '<digits>12-34 5678</digits>.']],
		[
			'an element in an element',
			'Dial <digits>1 <phonemes>a</phonemes> 2</digits>.',
			44,
			['Dial ', '<digits>1 <phonemes>a</phonemes> 2</digits>.'],
		],
		[
			'the tags of an element that is longer than the limit',
			'<digits>one two three</digits>',
			16,
			['<digits>one two ', 'three</digits>'],
		],
		[
			'an element within one that is not closed',
			'<phonemes>one <digits>1 2</digits>',
			22,
			['<phonemes>one ', '<digits>1 2</digits>'],
		],
		[
			'an element after a closing tag too many',
			'</digits>one <digits>1 2</digits>',
			20,
			['</digits>one ', '<digits>1 2</digits>'],
		],
		['what no-break spaces join', 'It is 5\u00a0km now', 9, ['It is ', '5\u00a0km now']],
	])('%s', (_, text, maxCharacters, segments) => {
		expect(textsOf(text, maxCharacters)).toEqual(segments);
	});

	it('no number or word that is longer than the limit', () => {
		expect(textsOf('1234567890', 4)).toEqual(['1234', '5678', '90']);
		expect(textsOf('<a b="c d e f g h">', 8)).toEqual(['<a b="c ', 'd e f g ', 'h">']);
	});

	it.each([
		['a < b and c > d', ['a < b ', 'and c > d']],
		['I <3 you >>>', ['I <3 you ', '>>>']],
		['if x <y and z> 1', ['if x <y ', 'and z> 1']],
		['<br and no end', ['<br and ', 'no end']],
	])('no text that only looks like a tag: %s', (text, chunks) => {
		expect(textsOf(text, 9)).toEqual(chunks);
	});
});

describe('splitText rejects units longer than the limit', () => {
	const MARKS = '\u0301'.repeat(2000);

	it.each([
		['a letter with 2000 marks', `One. Two 😀 e${MARKS} three`, 1000, 11, 2001],
		['an emoji', `a${FAMILY}b`, 3, 1, 7],
		['a tag', 'One <break time="1s"/> two', 10, 4, 18],
		['a tag with marks', 'One <break time="1s"/>\u0301\u0301 two', 19, 4, 20],
		['a tag of an element', 'One two <phonemes>a</phonemes>', 9, 8, 10],
	])('%s', (_, text, maxCharacters, from, length) => {
		const error = rejection(text, maxCharacters);
		expect(error).toBeInstanceOf(TextError);
		expect(error).toMatchObject({ from, length, maxCharacters });
	});

	it('reports the position and the length', () => {
		expect(String(rejection(`ab${FAMILY}`, 6))).toBe(
			'TextError: The text cannot be split: at character 3, a tag, letter or emoji has 7 characters. ' +
				'A request is limited to 6',
		);
	});

	it('except silent ones', () => {
		expect(textsOf(`One two !${MARKS} three`, 1000)).toEqual(['One two ', ' three']);
		expect(textsOf('a\r\nb', 1)).toEqual(['a', 'b']);
	});
});

describe('splitText', () => {
	it('returns no chunks for a silent text, and one chunk without a limit', () => {
		expect(splitText('', 10)).toEqual([]);
		expect(splitText('!'.repeat(10_000), 100)).toEqual([]);
		expect(splitText('... !!! ???', Infinity)).toEqual([]);
		expect(splitText('a b', Infinity)).toEqual([{ text: 'a b', from: 0, to: 3 }]);
	});

	it('returns the range of each chunk in code points', () => {
		expect(splitText('😀a 👍🏽b', 2)).toEqual([
			{ text: '😀a', from: 0, to: 3 },
			{ text: '👍🏽', from: 3, to: 5 },
			{ text: 'b', from: 5, to: 6 },
		]);
	});

	it.each([0, -1, NaN, 0.5])('rejects a limit of %d', (limit) => {
		expect(() => splitText('a', limit)).toThrow(RangeError);
	});

	it('merges silent text into a chunk next to it if it fits', () => {
		expect(textsOf('...\n\nOne seventeen', 10)).toEqual(['...\n\nOne ', 'seventeen']);
	});

	it('leaves out silent text that does not fit, but includes it in a range', () => {
		expect(splitText('hello world', 5)).toEqual([
			{ text: 'hello', from: 0, to: 6 },
			{ text: 'world', from: 6, to: 11 },
		]);
		const chunks = splitText(`${'!'.repeat(10_000)}hello${'!'.repeat(10_000)}`, 100);
		expect(chunks.length).toBeLessThanOrEqual(2);
		expect(chunks.at(0)?.from).toBe(0);
		expect(chunks.at(-1)?.to).toBe(20_005);
	});

	it('ignores an unknown locale', () => {
		for (const locale of ['', 'x', 'zz', 'en_US', 'not a language']) {
			expect(textsOf('One. Two.', 5, locale)).toEqual(['One. ', 'Two.']);
		}
	});

	it('counts code points', () => {
		expect(countCharacters('aé😀\ud800')).toBe(4);
	});
});

describe('isSilent', () => {
	it.each([
		['nothing', ''],
		['white space', ' \t\r\n\u00a0\u2003\u3000'],
		['punctuation', '... !!! ??? … – — « » „“ 。、！？ ؟ ، । * / \\ _ ( ) [ ] { }'],
		['punctuation that may be an emoji', '‼⁉〰‼\ufe0f'],
		['zero width', '\u200b\u200c\u200d\u2060\ufeff'],
		['soft hyphens', '\u00ad'],
		['control characters', '\0\u0007\u001b\u007f\u0085'],
		['direction marks', '\u200e\u200f\u061c\u202a\u202e\u2066\u2069'],
		['marks without a letter', '\u0301\u064e\u0e31\ufe0f\u20e3'],
		['invisible letters', '\u115f\u1160\u3164\uffa0\u{e0061}'],
		['lone surrogates', '\ud83d \udc4d'],
		['no characters', '\ufffe\uffff\ufffd\ufffc'],
		['private use characters', '\ue000\u{f0000}'],
		['ornaments', '──── ═══ ███ ■ ● ◆ ▪ | ~~~ ^^ ´ ¨ \u2800'],
		['rules', '*** --- ___ * * *'],
	])('is true for %s', (_, text) => {
		expect(isSilent(text)).toBe(true);
	});

	it.each([
		...['a', 'é', 'ß', 'م', '北', 'ก', 'नि', '안', 'ʻ', '𝒳', '1', '٣', '½', 'Ⅳ', '²'],
		...['😀', '👍🏽', '🇩🇪', '❤', '☎', '1\ufe0f\u20e3', '🏽', '©', '™', '→', '♪', '°'],
		...['%', '€', '$', '+', '=', '<', '&', '@', '#', '§', '‰', '٪', '％', '×', '∞'],
	])('is false for %s', (text) => {
		expect(isSilent(text)).toBe(false);
		expect(isSilent(`... \u200b${text} !`)).toBe(false);
	});
});
