import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { decode, probe } from '../../support/ffprobe';
import { startPlayground, type Playground } from '../../support/playground';
import { bytesOf } from '../client';
import { client, soundOf, MODEL, PCM_TYPE, errorOf, TEXT } from './client';

let playground: Playground;
beforeAll(async () => {
	playground = await startPlayground();
}, 30_000);
afterAll(() => playground.close());

describe('speech', () => {
	it('is a WAV of 16 bits at 24 kHz', async () => {
		const { account, speak } = await client(playground);
		const response = await speak();
		expect(response.headers.get('content-type')).toBe('audio/wav');
		expect(response.headers.get('cache-control')).toBe('no-cache');
		const audio = await bytesOf(response);
		expect(response.headers.get('content-length')).toBe(String(audio.length));
		expect(await probe(audio)).toMatchObject({ codec: 'pcm_s16le', sampleRate: 24_000, channels: 1 });
		const { warnings, meanVolume } = await decode(audio);
		expect(warnings).toBe('');
		expect(meanVolume).toBeGreaterThan(-35);
		const [entry] = await account.requests();
		expect(entry).toMatchObject({ provider: 'faseeh', operationId: 'textToSpeech', charged: TEXT.length });
	});

	it('streamed is the same samples, without a header', async () => {
		const { speak } = await client(playground);
		const text = 'هٰذَا نَصٌّ لَمْ يُقْرَأْ مِنْ قَبْل';
		const response = await speak({ text, streaming: true });
		expect(response.headers.get('content-type')).toBe(PCM_TYPE);
		expect(response.headers.get('cache-control')).toBe('no-cache');
		expect(response.headers.get('connection')).toBe('keep-alive');
		expect(response.headers.get('transfer-encoding')).toBe('chunked');
		const streamed = await bytesOf(response);
		const whole = await bytesOf(await speak({ text }));
		expect(whole.subarray(44)).toEqual(streamed);
		expect(await bytesOf(await speak({ text, streaming: true }))).toEqual(streamed);
	});

	it('of a long text begins long before it ends, cut in the middle of samples', async () => {
		const { speak } = await client(playground);
		const start = Date.now();
		const response = await speak({ text: `${TEXT}. `.repeat(300), streaming: true });
		const arrivals: number[] = [];
		const sizes: number[] = [];
		for await (const chunk of response.body ?? []) {
			arrivals.push(Date.now() - start);
			sizes.push((chunk as Uint8Array).length);
		}
		expect(arrivals[0]).toBeLessThan((arrivals.at(-1) ?? 0) / 2);
		expect(sizes.some((size) => size % 2 === 1)).toBe(true);
		expect(sizes.reduce((sum, size) => sum + size, 0) % 2).toBe(0);
	}, 60_000);

	it.each([
		['Arabic without marks', 'السلام عليكم ورحمة الله'],
		['English', 'Peace be upon you all.'],
		['both, with numbers', 'عندي 3 سيارات من Toyota.'],
	])('of %s is audible', async (_name, text) => {
		const { speak } = await client(playground);
		const { seconds, volume } = await soundOf(await speak({ text }));
		expect(seconds).toBeGreaterThan(1);
		expect(volume).toBeGreaterThan(-35);
	});

	it('has a duration that follows the speed', async () => {
		const { speak } = await client(playground);
		const text = `${TEXT} `.repeat(5);
		const normal = await soundOf(await speak({ text }));
		for (const speed of [0.7, 1.2]) {
			const { seconds } = await soundOf(await speak({ text, speed }));
			expect(seconds / normal.seconds).toBeGreaterThan(0.9 / speed);
			expect(seconds / normal.seconds).toBeLessThan(1.1 / speed);
		}
	});

	it('is higher from a woman, and differs with the stability', async () => {
		const { speak } = await client(playground);
		const man = await soundOf(await speak());
		const woman = await soundOf(await speak({ voice_id: 'ar-hijazi-female-2' }));
		expect(woman.hertz).toBeGreaterThan(man.hertz * 1.3);
		const [steady, lively] = [await speak({ stability: 1 }), await speak({ stability: 0 })];
		expect(await bytesOf(steady)).not.toEqual(await bytesOf(lively));
	});

	it('has the sampling rate of the successor, when it is asked for', async () => {
		const { speak } = await client(playground);
		expect(await probe(await bytesOf(await speak({ sample_rate: 48_000 })))).toMatchObject({
			sampleRate: 48_000,
		});
		const streamed = await speak({ sample_rate: 8000, streaming: true });
		expect(streamed.headers.get('content-type')).toBe('audio/raw;codec=pcm16;rate=8000;channels=1');
		expect((await bytesOf(streamed)).length).toBeLessThan(80_000);
	});
});

describe('a bad request', () => {
	it.each<[string, Record<string, unknown>, RegExp]>([
		['no voice', { voice_id: undefined }, /voice_id/],
		['no text', { text: undefined }, /text/],
		['empty text', { text: ' ' }, /text/],
		['no stability', { stability: undefined }, /stability/],
		['too little stability', { stability: -0.01 }, /stability/],
		['too much stability', { stability: 1.01 }, /stability/],
		['no streaming', { streaming: undefined }, /streaming/],
		['streaming as text', { streaming: 'true' }, /streaming/],
		['too slow', { speed: 0.69 }, /speed/],
		['too fast', { speed: 1.21 }, /speed/],
	])('with %s', async (_name, changes, message) => {
		const { account, speak } = await client(playground);
		expect(await errorOf(await speak(changes))).toEqual([400, '40001', expect.stringMatching(message)]);
		expect(await account.usage()).toMatchObject({ charges: 0 });
	});

	it.each([{ stability: 0 }, { stability: 1 }, { speed: 0.7 }, { speed: 1.2 }])(
		'is not one at the limit: %j',
		async (changes) => {
			const { speak } = await client(playground);
			expect((await speak(changes)).status).toBe(200);
		},
	);

	it('names an unknown model or voice', async () => {
		const { speak } = await client(playground);
		expect(await errorOf(await speak({}, 'faseeh-v9'))).toEqual([
			400,
			'40001',
			expect.stringContaining('faseeh-v9'),
		]);
		const [status, code, message] = await errorOf(await speak({ voice_id: 'ar-nobody' }));
		expect([status, code]).toEqual([404, '40401']);
		expect(message).toContain('ar-nobody');
	});
});

describe('lists', () => {
	it('of models have their prices', async () => {
		const { get } = await client(playground);
		const models = (await (await get('/models')).json()) as Array<Record<string, unknown>>;
		expect(models.map(({ model_id, cost }) => [model_id, cost])).toEqual([
			[MODEL, 0.0001],
			['faseeh-mini-v1-preview', 0.000_05],
		]);
		for (const model of models) {
			expect(Object.keys(model).sort()).toEqual(['cost', 'description', 'id', 'model_id', 'model_name']);
		}
	});

	it('of voices have men and women of several dialects, and an audible sample', async () => {
		const { get } = await client(playground);
		const voices = (await (await get('/voices')).json()) as Array<Record<string, unknown>>;
		expect(new Set(voices.map(({ id }) => id)).size).toBe(voices.length);
		const kinds = new Set(voices.map(({ dialect, gender }) => `${String(dialect)} ${String(gender)}`));
		expect(kinds.size).toBeGreaterThanOrEqual(10);
		const { volume, hertz } = await soundOf(await fetch(String(voices[0]?.sample_url)));
		expect(volume).toBeGreaterThan(-35);
		expect(hertz).toBeLessThan(160);
	});
});
