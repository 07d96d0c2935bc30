import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import type { Word } from '../../../nodes/shared/text/cues';
import { toSrt, toVtt } from '../../../nodes/shared/text/subtitles';

const WORDS = [
	...[
		'a',
		'word',
		'sentence.',
		'clause,',
		'Dr.',
		'Really?',
		'...',
		'!',
		'42',
		'3.14',
		'<b>',
		'-->',
		'--',
		'>',
		'&amp;',
		'&',
	],
	...[
		'مرحبا',
		'،',
		'الحال؟',
		'我们',
		'。',
		'今日は',
		'สวัสดี',
		'안녕',
		'é',
		'👨‍👩‍👧‍👦',
		'\ud800',
		'two words',
		'a\nb',
		'\u200b',
	],
	...['x'.repeat(50), '长'.repeat(30), 'WEBVTT', 'NOTE', '1'],
];

const text = fc.oneof(fc.constantFrom(...WORDS), fc.string({ unit: 'binary', maxLength: 12 }));

/** Words with consecutive times, like those of providers. */
const speech = fc
	.array(
		fc.tuple(
			text,
			fc.integer({ min: 20, max: 900 }),
			fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 2000 })),
		),
		{
			maxLength: 80,
		},
	)
	.map((parts): Word[] => {
		let at = 0;
		return parts.map(([word, length, pause]) => {
			const startMs = at + pause;
			at = startMs + length;
			return { text: word, startMs, endMs: at };
		});
	});

const badTime = fc.oneof(
	fc.integer({ min: -100, max: 5000 }),
	fc.double({ min: -10, max: 5000 }),
	fc.double(),
	fc.constantFrom(NaN, Infinity, -Infinity, 0, 1e15),
);
const nonsense = fc.array(fc.record({ text, startMs: badTime, endMs: badTime }), { maxLength: 60 });
const options = fc.record({
	durationMs: fc.option(fc.oneof(fc.integer({ min: -1, max: 100_000 }), badTime), { nil: undefined }),
	locale: fc.constantFrom(undefined, 'en', 'de', 'not a language'),
});

interface Parsed {
	startMs: number;
	endMs: number;
	lines: string[];
}

const SRT_TIMES = /^(\d{2,}):([0-5]\d):([0-5]\d),(\d{3}) --> (\d{2,}):([0-5]\d):([0-5]\d),(\d{3})$/;
const VTT_TIMES = new RegExp(SRT_TIMES.source.replaceAll(',(', '\\.('));

/** A strict parser, which also rejects a blank line, an arrow or a CR in a text. */
function parseCues(blocks: string, times: RegExp): Parsed[] {
	if (blocks === '') return [];
	expect(blocks).toMatch(/[^\n]\n$/);
	return blocks
		.slice(0, -1)
		.split('\n\n')
		.map((block) => {
			const [first = '', ...lines] = block.split('\n');
			const [h1, m1, s1, ms1, h2, m2, s2, ms2] = (times.exec(first) ?? []).slice(1).map(Number);
			const ms = (h = NaN, m = NaN, s = NaN, rest = NaN) => ((h * 60 + m) * 60 + s) * 1000 + rest;
			expect(lines.length).toBeGreaterThan(0);
			for (const line of lines) expect(line).toMatch(/^(?!.*-->)\S([^\r\0]*\S)?$/u);
			return { startMs: ms(h1, m1, s1, ms1), endMs: ms(h2, m2, s2, ms2), lines };
		});
}

function parseSrt(file: string): Parsed[] {
	let number = 0;
	// Each cue starts with its number.
	const unnumbered = file.replace(/(^|\n\n)(\d+)\n/g, (_, before: string, given: string) => {
		number += 1;
		expect(Number(given)).toBe(number);
		return before;
	});
	return parseCues(unnumbered, SRT_TIMES);
}

function parseVtt(file: string): Parsed[] {
	expect(file).toMatch(/^WEBVTT\n(\n|$)/);
	return parseCues(file.replace(/^WEBVTT\n\n?/, ''), VTT_TIMES).map((cue) => ({
		...cue,
		lines: cue.lines.map((line) => {
			expect(line).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
			return line.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
		}),
	}));
}

/** Normalizes the white space between words for comparison. */
const squeeze = (given: string) => given.replace(/[\s\p{Cc}]+/gu, '');
const spoken = (words: readonly Word[]) => squeeze(words.map((word) => word.text).join(' '));

const both = { numRuns: 500 };

describe('subtitles of any words at any times', () => {
	it('contain each word once, in order, in consecutive cues', () => {
		fc.assert(
			fc.property(fc.oneof(speech, nonsense), options, (words, given) => {
				const cues = parseVtt(toVtt(words, given));
				expect(squeeze(cues.flatMap(({ lines }) => lines).join(' '))).toBe(spoken(words));
				let at = 0;
				for (const { startMs, endMs, lines } of cues) {
					expect(startMs).toBeGreaterThanOrEqual(at);
					expect(endMs).toBeGreaterThan(startMs);
					expect(endMs - startMs).toBeLessThanOrEqual(7000);
					expect(lines.length).toBeLessThanOrEqual(2);
					at = endMs;
				}
				const { durationMs = 0 } = given;
				if (durationMs > cues.length) expect(at).toBeLessThanOrEqual(durationMs);
			}),
			both,
		);
	});

	it('are the same in both formats, except for the arrow', () => {
		fc.assert(
			fc.property(fc.oneof(speech, nonsense), options, (words, given) => {
				const arrows = parseVtt(toVtt(words, given)).map(({ lines, ...times }) => ({
					...times,
					lines: lines.map((line) => line.replaceAll('-->', '→')),
				}));
				expect(parseSrt(toSrt(words, given))).toEqual(arrows);
			}),
			both,
		);
	});
});

describe('subtitles of words with consecutive times', () => {
	it('end with the audio, and last at least 5/6 s where there is room', () => {
		fc.assert(
			fc.property(speech, (words) => {
				const cues = parseSrt(toSrt(words));
				const end = words.filter((word) => squeeze(word.text) !== '').at(-1)?.endMs ?? 0;
				cues.forEach(({ startMs, endMs }, i) => {
					expect(endMs).toBeLessThanOrEqual(end);
					if (endMs - startMs < 833) expect(endMs).toBe(cues[i + 1]?.startMs ?? end);
				});
			}),
			both,
		);
	});

	it('show each word while it is spoken', () => {
		fc.assert(
			fc.property(speech, (words) => {
				const numbered = words.map((word, i) => ({ ...word, text: `w${i}` }));
				const cues = parseSrt(toSrt(numbered));
				for (const { startMs, endMs, text: name } of numbered) {
					const cue = cues.find(({ lines }) => lines.join(' ').split(' ').includes(name));
					expect(cue?.startMs).toBeLessThanOrEqual(startMs);
					expect(cue?.endMs).toBeGreaterThanOrEqual(endMs);
				}
			}),
			both,
		);
	});

	it('have at most 42 columns if no word is longer', () => {
		fc.assert(
			fc.property(speech, fc.integer({ min: 1, max: 30 }), (words, length) => {
				const latin = words.map((word, i) => ({ ...word, text: 'x'.repeat(1 + ((i * 7) % length)) }));
				for (const { lines } of parseSrt(toSrt(latin))) {
					expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(42);
				}
			}),
			both,
		);
	});
});
