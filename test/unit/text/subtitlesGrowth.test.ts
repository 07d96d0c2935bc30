import { describe, expect, it } from '@jest/globals';

import type { Word } from '../../../nodes/shared/text/cues';
import { toSrt, toVtt } from '../../../nodes/shared/text/subtitles';
import { growth, LINEAR } from '../../support/growth';

const words = (count: number, text: string, stepMs: number): Word[] =>
	Array.from({ length: count }, (_, i) => ({ text, startMs: i * stepMs, endMs: i * stepMs }));

describe('subtitles take linear time for', () => {
	it.each([
		['words one after another', 'a', 10],
		['sentences', 'One.', 10],
		['words at one time', 'a', 0],
		['Thai marks at one time', '\u0e31', 0],
		['Thai marks one after another', '\u0e31', 1],
		['Arabic marks at one time', '\u064e', 0],
		['zero-width spaces at one time', '\u200b', 0],
		['closing marks at one time', '.', 0],
		['Chinese words at one time', '我们', 0],
		['long words at one time', 'x'.repeat(50), 0],
		['markup', '<b>&-->', 10],
	])('%s', (_, text, stepMs) => {
		const ratio = growth((size) => words(size, text, stepMs), 2000, toSrt);
		expect(ratio).toBeLessThan(LINEAR);
	});

	it.each([
		['letters', 'a'],
		['marks', '\u0e31'],
		['Thai', 'สวัสดี'],
		['Chinese', '我们今天'],
		['words', 'word '],
		['Chinese with spaces', `${'我们'.repeat(20)} `],
		['white space', ' \n'],
		['control characters', '\0'],
		['arrows', '-->'],
		['closing marks', '」'],
		['dots', '. '],
	])('one long word: %s', (_, unit) => {
		const ratio = growth((size) => words(1, unit.repeat(size / unit.length), 0), 50_000, toVtt);
		expect(ratio).toBeLessThan(LINEAR);
	});
});
