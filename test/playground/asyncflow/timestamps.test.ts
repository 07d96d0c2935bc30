import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { decode, probe } from '../../support/ffprobe';
import { startPlayground, type Playground, type PlaygroundAccount } from '../../support/playground';
import { bytesOf } from '../client';
import { request, speak, speechBody } from './client';

interface Timestamped {
	audio_base64: string;
	alignment: {
		words: string[];
		word_start_times_milliseconds: number[];
		word_end_times_milliseconds: number[];
	};
}

let playground: Playground;
let account: PlaygroundAccount;
beforeAll(async () => {
	playground = await startPlayground();
	account = await playground.account();
}, 30_000);
afterAll(() => playground.close());

async function timestamped(changes: Record<string, unknown>) {
	const path = '/text_to_speech/with_timestamps';
	const response = await request(playground, account, path, speechBody(changes));
	expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/json']);
	const { audio_base64, alignment } = (await response.json()) as Timestamped;
	return { audio: Buffer.from(audio_base64, 'base64'), alignment };
}

describe('word times', () => {
	it.each([
		['en', 'Hello there. This is, well, a test.'],
		['ar', 'مرحبا بالعالم. كيف حالك'],
	])('are parallel arrays with every word once, inside the audio: %s', async (language, transcript) => {
		const { audio, alignment } = await timestamped({ transcript, language });
		const { words, word_start_times_milliseconds: starts, word_end_times_milliseconds: ends } = alignment;
		expect(words).toEqual(transcript.split(' '));
		expect([starts.length, ends.length]).toEqual([words.length, words.length]);
		let before = 0;
		starts.forEach((start, index) => {
			expect(start).toBeGreaterThanOrEqual(before);
			before = ends[index] ?? 0;
			expect(before).toBeGreaterThan(start);
		});
		expect(before).toBeLessThanOrEqual((await probe(audio)).durationSeconds * 1000);
	});

	it('belong to the same audio as without them', async () => {
		const output_format = { container: 'mp3', sample_rate: 44_100 };
		const { audio } = await timestamped({ output_format });
		expect(audio.equals(await bytesOf(await speak(playground, account, { output_format })))).toBe(true);
	});

	it('are true: words are loud, and the pause between two sentences is not', async () => {
		const { audio, alignment } = await timestamped({ transcript: 'Banana. Banana.' });
		const { pcm } = await decode(audio);
		const loudness = (fromMs: number, toMs: number) => {
			const part = pcm.subarray(fromMs * 8, toMs * 8);
			return Math.sqrt(part.reduce((sum, sample) => sum + sample ** 2, 0) / part.length);
		};
		const [first = 0, second = 0] = alignment.word_start_times_milliseconds;
		const [firstEnd = 0] = alignment.word_end_times_milliseconds;
		// eSpeak counts part of the pause to the word before it.
		const pause = loudness(second - 60, second - 10);
		expect(loudness(first, first + 300)).toBeGreaterThan(pause * 10);
		expect(loudness(second, second + 300)).toBeGreaterThan(pause * 10);
		expect(firstEnd).toBeLessThanOrEqual(second);
	});
});
