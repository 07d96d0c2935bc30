import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { decode } from '../../support/ffprobe';
import { startPlayground, type Fault, type Playground } from '../../support/playground';
import { bytesOf, memoryOf } from '../client';
import { client, errorOf, PCM, soundOf } from './client';

let playground: Playground;
beforeAll(async () => {
	playground = await startPlayground();
}, 30_000);
afterAll(() => playground.close());

describe('an error', () => {
	it.each([
		['string', { errorCode: '40001', errorMessage: expect.any(String) }],
		['seed', { errorCode: 40001, errorMessage: expect.any(String) }],
		['later', { code: '40001', message: expect.any(String) }],
	] as const)('in the form %s', async (errorForm, body) => {
		const { preview, speak } = await client(playground, { errorForm });
		expect(await (await speak({ voice_id: 1 })).json()).toEqual(body);
		expect(await (await preview({ fields: { text: 'a' } })).json()).toEqual(body);
	});

	it('can be set as a fault, in that form too', async () => {
		const { account, speak } = await client(playground, {}, { kind: 'status', status: 500 });
		expect((await errorOf(await speak())).slice(0, 2)).toEqual([500, '50001']);
		await account.update({ errorForm: 'seed' });
		await account.fault({ kind: 'status', status: 429 }, { kind: 'jsonInsteadOfAudio', errorCode: 'ODD' });
		expect(await (await speak()).json()).toMatchObject({ errorCode: 42901 });
		expect(await (await speak()).json()).toMatchObject({ errorCode: 'ODD' });
	});
});

describe('faults', () => {
	type Operation = 'speak' | 'stream' | 'preview';
	const operations: Operation[] = ['speak', 'stream', 'preview'];
	const met = async (operation: Operation, ...faults: Fault[]) => {
		const { account, preview, speak } = await client(playground, {}, ...faults);
		const once = () => (operation === 'preview' ? preview() : speak({ streaming: operation === 'stream' }));
		return { account, once };
	};

	it.each(operations)('reset, cut, stall and slow down: %s', async (operation) => {
		const { account, once } = await met(
			operation,
			{ kind: 'reset', when: 'beforeRead' },
			{ kind: 'reset', when: 'afterRead' },
			{ kind: 'truncate', framing: 'chunked', keepBytes: 700 },
			{ kind: 'truncate', framing: 'length', keepBytes: 700 },
			{ kind: 'truncate', framing: 'clean', keepBytes: 701 },
			{ kind: 'emptyBody' },
			{ kind: 'drip', bytesPerSecond: 300_000 },
			{ kind: 'stall', keepBytes: 500 },
		);
		await expect(once()).rejects.toThrow();
		await expect(once()).rejects.toThrow();
		await expect(once().then((response) => response.arrayBuffer())).rejects.toThrow();
		await expect(once().then((response) => response.arrayBuffer())).rejects.toThrow();
		expect(await bytesOf(await once())).toHaveLength(701);
		expect(await bytesOf(await once())).toHaveLength(0);
		expect((await soundOf(await once())).volume).toBeGreaterThan(-35);
		const reader = (await once()).body?.getReader();
		const { value } = (await reader?.read()) as { value?: Uint8Array };
		expect(value?.length).toBeLessThanOrEqual(500);
		await reader?.cancel();
		expect((await account.requests()).map(({ fault, charged }) => [fault, charged > 0])).toEqual([
			['reset', false],
			['reset', true],
			['truncate', true],
			['truncate', true],
			['truncate', true],
			['emptyBody', true],
			['drip', true],
			['stall', true],
		]);
	});

	it.each(operations)('replace the response: %s', async (operation) => {
		const { once } = await met(
			operation,
			{ kind: 'html' },
			{ kind: 'redirect', location: 'https://example.com/' },
			{ kind: 'raw', status: 200, contentType: 'text/plain', body: 'hi' },
			{ kind: 'status', status: 503, retryAfter: 3 },
		);
		expect(await (await once()).text()).toContain('Just a moment');
		expect((await once()).headers.get('location')).toBe('https://example.com/');
		expect(await (await once()).text()).toBe('hi');
		const busy = await once();
		expect([busy.status, busy.headers.get('retry-after')]).toEqual([503, '3']);
		expect((await once()).status).toBe(200);
	});

	it('apply to a clone, which exists even if its response is lost', async () => {
		const faults: Fault[] = [
			{ kind: 'status', status: 500 },
			{ kind: 'reset', when: 'afterRead' },
		];
		const { clone, get } = await client(playground, {}, ...faults);
		expect((await clone()).status).toBe(500);
		await expect(clone()).rejects.toThrow();
		const voices = (await (await get('/voices')).json()) as Array<Record<string, unknown>>;
		expect(voices.filter(({ type }) => type === 'cloned')).toHaveLength(1);
	});
});

describe('filler', () => {
	const BYTES = 1_000_000;

	it('makes a WAV and a stream of the requested size', async () => {
		const { preview, speak } = await client(playground, { fillerBytes: BYTES });
		const wav = await speak();
		expect(wav.headers.get('content-length')).toBe(String(BYTES));
		const { warnings, meanVolume } = await decode(await bytesOf(wav));
		expect([warnings, meanVolume > -35]).toEqual(['', true]);
		for (const response of [await speak({ streaming: true }), await preview()]) {
			expect(response.headers.has('content-length')).toBe(false);
			const audio = await bytesOf(response);
			expect(audio).toHaveLength(BYTES);
			expect((await decode(audio, PCM)).meanVolume).toBeGreaterThan(-35);
		}
	});

	it('of 200 megabytes needs no memory', async () => {
		const { speak } = await client(playground);
		await bytesOf(await speak());
		const before = memoryOf(playground);
		const { speak: speakMuch } = await client(playground, { fillerBytes: 200_000_000 });
		let bytes = 0;
		let most = 0;
		for await (const chunk of (await speakMuch({ streaming: true })).body ?? []) {
			const last = Math.floor(bytes / 50_000_000);
			bytes += (chunk as Uint8Array).length;
			if (Math.floor(bytes / 50_000_000) > last) most = Math.max(most, memoryOf(playground));
		}
		expect(bytes).toBe(200_000_000);
		expect(most - before).toBeLessThan(80);
	}, 60_000);
});
