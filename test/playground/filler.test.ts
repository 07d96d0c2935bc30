import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { decode, probe } from '../support/ffprobe';
import { startPlayground, type Playground } from '../support/playground';
import { errorOf, request, speak, speechBody } from './asyncflow/client';
import { bytesOf, memoryOf } from './client';

const MEGABYTE = 1_000_000;

let playground: Playground;
beforeAll(async () => {
	playground = await startPlayground();
}, 30_000);
afterAll(() => playground.close());

describe('filler', () => {
	it.each([
		['wav', 'pcm_s16le', 44_100, 3 * MEGABYTE + 1],
		['wav', 'pcm_f32le', 48_000, 3 * MEGABYTE + 3],
		['wav', 'pcm_mulaw', 8000, MEGABYTE],
		['wav', 'pcm_mulaw', 8000, MEGABYTE + 1],
		['mp3', 'pcm_s16le', 44_100, MEGABYTE + 17],
		['mp3', 'pcm_s16le', 24_000, MEGABYTE],
		['mp3', 'pcm_s16le', 8000, MEGABYTE],
	])('makes valid %s (%s, %i Hz) of %i bytes', async (container, encoding, sample_rate, fillerBytes) => {
		const account = await playground.account({ fillerBytes });
		const output_format = { container, encoding, sample_rate };
		const response = await speak(playground, account, { output_format });
		const audio = await bytesOf(response);
		expect(response.headers.get('content-length')).toBe(String(audio.length));
		expect(audio.length).toBeLessThanOrEqual(fillerBytes);
		expect(audio.length).toBeGreaterThan(fillerBytes - 1100);
		const { durationSeconds, bitRate } = await probe(audio);
		expect(durationSeconds).toBeGreaterThan(((fillerBytes * 8) / bitRate) * 0.97);
		const { warnings, meanVolume } = await decode(audio);
		expect(warnings).toBe('');
		expect(meanVolume).toBeGreaterThan(-40);
	});

	it('makes raw audio of exactly this size, streamed or not', async () => {
		const account = await playground.account();
		const output_format = { container: 'raw', encoding: 'pcm_s16le', sample_rate: 8000 };
		await account.fault({ kind: 'filler', bytes: 100_000, times: 2 });
		expect(await bytesOf(await speak(playground, account, { output_format }))).toHaveLength(100_000);
		const path = '/text_to_speech/streaming';
		const streamed = await request(playground, account, path, speechBody({ output_format }));
		expect(streamed.headers.has('content-length')).toBe(false);
		expect(await bytesOf(streamed)).toHaveLength(100_000);
		expect((await bytesOf(await speak(playground, account, { output_format }))).length).toBeLessThan(50_000);
		expect((await account.requests()).map(({ charged, fault }) => [charged, fault])).toEqual([
			[26, 'filler'],
			[26, 'filler'],
			[26, null],
		]);
	});

	it('can be truncated like any other response', async () => {
		const account = await playground.account({ fillerBytes: 2 * MEGABYTE });
		await account.fault(
			{ kind: 'truncate', framing: 'length', keepBytes: MEGABYTE },
			{ kind: 'truncate', framing: 'clean', keepFraction: 0.25 },
		);
		await expect((await speak(playground, account)).arrayBuffer()).rejects.toThrow();
		expect(await bytesOf(await speak(playground, account))).toHaveLength(MEGABYTE / 2);
	});

	it('needs no memory, whatever its size', async () => {
		const account = await playground.account({ fillerBytes: 300 * MEGABYTE });
		const output_format = { container: 'wav', encoding: 'pcm_s16le', sample_rate: 44_100 };
		await account.update({ fillerBytes: 10 * MEGABYTE });
		await bytesOf(await speak(playground, account, { output_format }));
		await account.update({ fillerBytes: 300 * MEGABYTE });
		const before = memoryOf(playground);
		let most = before;
		let bytes = 0;
		const response = await speak(playground, account, { output_format });
		let chunks = 0;
		for await (const chunk of response.body ?? []) {
			bytes += (chunk as Uint8Array).length;
			if (++chunks % 500 !== 0) continue;
			most = Math.max(most, memoryOf(playground));
		}
		expect(bytes).toBe(300 * MEGABYTE);
		expect(most - before).toBeLessThan(60);
	}, 60_000);

	it('does not apply to word times', async () => {
		const account = await playground.account({ fillerBytes: 5 * MEGABYTE });
		const response = await request(playground, account, '/text_to_speech/with_timestamps', speechBody());
		expect((await response.text()).length).toBeLessThan(MEGABYTE);
		expect(await errorOf(await speak(playground, account, { language: 'xx' }))).toEqual([
			400,
			'INVALID_LANGUAGE',
		]);
	});
});
