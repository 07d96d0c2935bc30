import { describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import path from 'node:path';

interface Spoken {
	durationMs: number;
	words: Array<{ text: string; startMs: number; endMs: number }>;
}

// The engine is an ES module for Node 24, so it is asked in a process of its own.
function speak(text: string, language: string, espeak: string): Spoken {
	const request = {
		text,
		language,
		sound: { espeak, pitch: 50, range: 50, rate: 175 },
		format: { container: 'wav', encoding: 'pcm_s16le', sampleRate: 24_000, bitRate: 192_000 },
	};
	const script = `
		const { default: speak } = await import('./playground/speech/worker.ts');
		const { words, durationMs } = await speak(${JSON.stringify(request)});
		console.log(JSON.stringify({ words, durationMs }));`;
	const { stdout, stderr, status } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
		cwd: path.resolve(__dirname, '..', '..'),
		encoding: 'utf8',
	});
	if (status !== 0) throw new Error(stderr);
	return JSON.parse(stdout) as Spoken;
}

describe('word times', () => {
	it.each([
		[
			'en',
			'en-us',
			'Hello there, it costs $25.50. 👍🏽 Bye!',
			['Hello', 'there,', 'it', 'costs', '$25.50.', '👍🏽', 'Bye!'],
		],
		['ar', 'ar', 'مرحبا بالعالم. كيف حالك', ['مرحبا', 'بالعالم.', 'كيف', 'حالك']],
		['en', 'en-us', 'One\n\n— two', ['One', 'two']],
		['zh', 'cmn', '你好世界', ['你好', '世界']],
	])('in %s (%s): %s', (language, voice, text, expected) => {
		const { words, durationMs } = speak(text, language, voice);
		expect(words.map((word) => word.text)).toEqual(expected);
		let before = 0;
		for (const { startMs, endMs } of words) {
			expect(startMs).toBeGreaterThanOrEqual(before);
			expect(endMs).toBeGreaterThan(startMs);
			before = endMs;
		}
		expect(before).toBeLessThanOrEqual(durationMs);
	});

	it('are none when nothing is spoken', () => {
		expect(speak('—', 'en', 'en-us')).toEqual({ words: [], durationMs: 250 });
	});
});
