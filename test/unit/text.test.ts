import { describe, expect, it } from '@jest/globals';

import { countCharacters, isSilent, splitText } from '../../nodes/shared/text/split';

const FAMILY = '👨‍👩‍👧‍👦';

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
			'a full piece to a sentence that fills less than half',
			'One. Two three four five.',
			14,
			['One. Two ', 'three four ', 'five.'],
		],
		['a word to a grapheme', 'internationally known', 16, ['internationally ', 'known']],
		['a grapheme to nothing', 'internationally', 6, ['intern', 'ationa', 'lly']],
	])('%s', (_, text, maxCharacters, pieces) => {
		expect(splitText(text, maxCharacters)).toEqual(pieces);
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
	])('%s', (_, text, maxCharacters, pieces) => {
		expect(splitText(text, maxCharacters)).toEqual(pieces);
	});
});

describe('splitText keeps together', () => {
	it.each([
		['an emoji', `a${FAMILY}b`, 7, ['a', FAMILY, 'b']],
		['an emoji longer than the limit', `a${FAMILY}b`, 3, ['a', FAMILY, 'b']],
		['flags', '🇩🇪🇫🇷🇮🇹', 3, ['🇩🇪', '🇫🇷', '🇮🇹']],
		['combining marks', 'e\u0301e\u0301e\u0301', 5, ['e\u0301e\u0301', 'e\u0301']],
		['decimals', 'abc3.14159', 8, ['abc', '3.14159']],
		['thousands', 'x1.000,50y', 8, ['x', '1.000,50', 'y']],
		['thousands with spaces', 'about 12 000 000', 12, ['about ', '12 000 000']],
		['Arabic digits', 'س١٢٣٤٫٥', 6, ['س', '١٢٣٤٫٥']],
		['times and dates', 'ab2026-10-03cd', 10, ['ab', '2026-10-03', 'cd']],
		['the numbers of a range that is too long', '1.25-2.75-3.5', 5, ['1.25-', '2.75-', '3.5']],
		['a tag', 'abcdef<break time="1s"/>ghi', 20, ['abcdef', '<break time="1s"/>gh', 'i']],
		['what no-break spaces join', 'It is 5\u00a0km now', 9, ['It is ', '5\u00a0km now']],
	])('%s', (_, text, maxCharacters, pieces) => {
		expect(splitText(text, maxCharacters)).toEqual(pieces);
	});

	it('not a number, tag or word that is longer than the limit', () => {
		expect(splitText('1234567890', 4)).toEqual(['1234', '5678', '90']);
		expect(splitText('<break time="1s"/>', 10)).toEqual(['<break ', 'time="1s"/', '>']);
	});
});

describe('splitText at the edges', () => {
	it('has no pieces for an empty text, and one where there is no limit', () => {
		expect(splitText('', 10)).toEqual([]);
		expect(splitText('a b', Infinity)).toEqual(['a b']);
	});

	it.each([0, -1, NaN, 0.5])('refuses a limit of %d', (limit) => {
		expect(() => splitText('a', limit)).toThrow(RangeError);
	});

	it('joins pieces without anything to say to a neighbour that has room', () => {
		expect(splitText('...\n\nOne seventeen', 10)).toEqual(['...\n\nOne ', 'seventeen']);
		expect(splitText('hello world', 5)).toEqual(['hello', ' ', 'world']);
	});

	it('is not put off by a locale that does not exist', () => {
		for (const locale of ['', 'x', 'zz', 'en_US', 'not a language']) {
			expect(splitText('One. Two.', 5, locale)).toEqual(['One. ', 'Two.']);
		}
	});

	it('counts code points', () => {
		expect(countCharacters('aé😀\ud800')).toBe(4);
		expect(isSilent(' … \n\u200b!')).toBe(true);
		expect(isSilent(' 1 ')).toBe(false);
	});
});
