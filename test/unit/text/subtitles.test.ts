import { describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';

import type { SubtitleOptions, Word } from '../../../nodes/shared/text/cues';
import { toSrt, toVtt } from '../../../nodes/shared/text/subtitles';
import { ffmpegProgram } from '../../../tools/ffmpeg.ts';
import { parseSrt } from './srt';

/** Words of 250 ms, 300 ms apart. A number between them is a pause in ms. */
function speak(...parts: Array<string | number>): Word[] {
	let at = 0;
	return parts.flatMap((part) => {
		if (typeof part === 'number') {
			at += part - 50;
			return [];
		}
		return part.split(' ').map((text) => {
			at += 300;
			return { text, startMs: at - 300, endMs: at - 50 };
		});
	});
}

const texts = (words: readonly Word[], options?: SubtitleOptions) =>
	parseSrt(toSrt(words, options)).map(({ lines }) => lines);

describe('toSrt and toVtt', () => {
	const words = speak('Hello dear world.', 1000, 'Tom & <Jerry> --> home.');

	it('write SubRip', () => {
		expect(toSrt(words)).toBe(
			'1\n00:00:00,000 --> 00:00:01,000\nHello dear world.\n\n' +
				'2\n00:00:01,850 --> 00:00:03,300\nTom & <Jerry> → home.\n',
		);
	});

	it('write WebVTT', () => {
		expect(toVtt(words)).toBe(
			'WEBVTT\n\n00:00:00.000 --> 00:00:01.000\nHello dear world.\n' +
				'\n00:00:01.850 --> 00:00:03.300\nTom &amp; &lt;Jerry&gt; --&gt; home.\n',
		);
	});

	it('write an empty file without words', () => {
		for (const none of [[], [{ text: ' \n', startMs: 0, endMs: 5 }]]) {
			expect(toSrt(none)).toBe('');
			expect(toVtt(none)).toBe('WEBVTT\n');
		}
	});

	it('write hours above 99', () => {
		const late = [{ text: 'Late.', startMs: 360_000_000.4, endMs: 360_001_000.6 }];
		expect(toSrt(late)).toContain('100:00:00,000 --> 100:00:01,001');
		expect(toVtt(late)).toContain('100:00:00.000 --> 100:00:01.001');
	});

	it('write files that ffmpeg reads correctly', () => {
		const speech = speak(
			'Hello dear world, this is a sentence that takes two lines of text, as it is rather long.',
			1500,
			'مرحبا بالعالم. كيف الحال؟ 我们 今天 去 北京 。 Tom & Jerry: 42 > 7.',
		);
		const convert = (from: string, input: string) => {
			const options = ['-v', 'warning', '-f', from, '-i', 'pipe:0', '-f', 'srt', 'pipe:1'];
			const { stdout, stderr } = spawnSync(ffmpegProgram(), options, { input, encoding: 'utf8' });
			expect(stderr).toBe('');
			// ffmpeg writes CR for a line break within a cue.
			return parseSrt(stdout.replaceAll('\r', '').trimEnd());
		};
		const srt = parseSrt(toSrt(speech));
		expect(srt.length).toBeGreaterThan(3);
		expect(convert('webvtt', toVtt(speech))).toEqual(srt);
		expect(convert('srt', toSrt(speech))).toEqual(srt);
	});
});

describe('cues', () => {
	it('end with a sentence', () => {
		expect(texts(speak('One two three. Four five six! Am 3. Oktober, Dr. Who? Yes indeed sir.'))).toEqual([
			['One two three.'],
			['Four five six!'],
			['Am 3. Oktober, Dr. Who?'],
			['Yes indeed sir.'],
		]);
	});

	it('contain a whole sentence that is too short to read alone', () => {
		expect(texts(speak('Yes. I see what you mean.'))).toEqual([['Yes. I see what you mean.']]);
		expect(texts(speak('I see what you mean. Yes.'))).toEqual([['I see what you mean. Yes.']]);
		expect(texts(speak('Yes.', 650, 'I see what you mean.'))).toEqual([['Yes.'], ['I see what you mean.']]);
	});

	it('end with a pause', () => {
		expect(texts(speak('One two three', 700, 'four five six'))).toEqual([
			['One two three'],
			['four five six'],
		]);
		expect(texts(speak('One two three', 699, 'four five six'))).toEqual([['One two three four five six']]);
	});

	it('split a long sentence evenly, after a clause if possible', () => {
		const long =
			'When the night was over and all the birds began to sing, the old man opened the window of his room and looked out over the sea.';
		expect(
			texts(speak(long).map((word, i) => ({ ...word, startMs: i * 200, endMs: i * 200 + 180 }))),
		).toEqual([
			['When the night was over and', 'all the birds began to sing,'],
			['the old man opened the window of his', 'room and looked out over the sea.'],
		]);
	});

	it('last long enough to be read if there is time before the next cue', () => {
		const [first, second] = parseSrt(
			toSrt(
				[
					{ text: 'Incomprehensibilities', startMs: 0, endMs: 300 },
					{ text: 'Go.', startMs: 5000, endMs: 5100 },
				],
				{ durationMs: 9000 },
			),
		);
		expect(first).toMatchObject({ startMs: 0, endMs: 1235 }); // 21 characters at 17 a second
		expect(second).toMatchObject({ startMs: 5000, endMs: 5833 }); // 5/6 s
	});

	it('end with the audio at the latest', () => {
		const words = [{ text: 'Go.', startMs: 900, endMs: 1000 }];
		expect(parseSrt(toSrt(words))).toMatchObject([{ startMs: 900, endMs: 1000 }]);
		expect(parseSrt(toSrt(words, { durationMs: 950 }))).toMatchObject([{ startMs: 900, endMs: 950 }]);
		expect(parseSrt(toSrt(words, { durationMs: 1200.9 }))).toMatchObject([{ startMs: 900, endMs: 1200 }]);
	});

	it('last at most 7 s', () => {
		const slow = Array.from({ length: 30 }, (_, i) => ({
			text: 'slow',
			startMs: i * 1000,
			endMs: i * 1000 + 900,
		}));
		const cues = parseSrt(toSrt([...slow, { text: 'slower', startMs: 30_000, endMs: 60_000 }]));
		expect(Math.max(...cues.map(({ startMs, endMs }) => endMs - startMs))).toBeLessThanOrEqual(7000);
	});
});

describe('the text of cues', () => {
	it('has no spaces in Chinese, Japanese and Thai, except next to other words', () => {
		expect(texts(speak('我们 用 iPhone 手机 ， 今天 。'))).toEqual([['我们用 iPhone 手机，今天。']]);
		expect(texts(speak('今日 は 良い 天気 です ね 。'))).toEqual([['今日は良い天気ですね。']]);
		expect(texts(speak('สวัสดี ครับ'))).toEqual([['สวัสดีครับ']]);
		expect(texts(speak('안녕 하세요 .'))).toEqual([['안녕 하세요.']]);
	});

	it('has at most 16 Chinese characters per line', () => {
		const words = Array.from({ length: 60 }, (_, i) => ({
			text: '我们',
			startMs: i * 100,
			endMs: i * 100 + 90,
		}));
		const lines = texts(words).flat();
		expect(lines.join('')).toBe('我们'.repeat(60));
		expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(16);
	});

	it('breaks a long entry of the list between its words', () => {
		const word = (text: string) => [{ text, startMs: 0, endMs: 2000 }];
		expect(texts(word('one single entry that has a good many words in it'))).toEqual([
			['one single entry that has', 'a good many words in it'],
		]);
		expect(texts(word('我们今天去北京看望老朋友，然后去上海看望家人'))).toEqual([
			['我们今天去北京看望老朋友，', '然后去上海看望家人'],
		]);
		expect(texts(word('a'.repeat(100)))).toEqual([['a'.repeat(100)]]);
	});

	it('keeps right-to-left text unchanged in logical order', () => {
		expect(texts(speak('مرحبا بالعالم ، كيف الحال ؟'))).toEqual([['مرحبا بالعالم، كيف الحال؟']]);
	});

	it('has no line breaks or control characters from a word', () => {
		const words = [
			{ text: 'a\r\n\r\nb', startMs: 0, endMs: 500 },
			{ text: '\u2028c\0d\u0085 ', startMs: 500, endMs: 900 },
		];
		expect(texts(words)).toEqual([['a b c d']]);
	});
});
