import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';

import { decode } from '../../support/ffprobe';
import { startPlayground, type Fault, type Playground } from '../../support/playground';
import { bytesOf } from '../request';
import { client, heard, PCM, refusal, TEXT } from './client';

let playground: Playground;
beforeAll(async () => {
	playground = await startPlayground();
}, 30_000);
afterAll(() => playground.close());

describe('the key', () => {
	it('is demanded by every operation', async () => {
		const send = (path: string, key: Record<string, string>, method = 'GET') =>
			fetch(playground.baseUrl('faseeh') + path, { method, headers: key });
		const wrong: Array<Record<string, string>> = [
			{},
			{ 'x-api-key': 'wrong' },
			{ authorization: 'Bearer x' },
		];
		for (const key of wrong) {
			for (const answer of [
				await send('/voices', key),
				await send('/models', key),
				await send('/voices/preview', key, 'POST'),
				await send('/voices/clone', key, 'POST'),
				await send('/text-to-speech/faseeh-v1-preview', key, 'POST'),
			]) {
				expect((await refusal(answer)).slice(0, 2)).toEqual([401, '40101']);
			}
		}
		const { account, get } = await client(playground);
		await get('/voices');
		expect(JSON.stringify(await account.requests())).not.toContain(account.apiKey);
	});

	it('does not make up for a path that does not exist', async () => {
		const { get } = await client(playground);
		expect((await refusal(await get('/voices/ar-najdi-male-2'))).slice(0, 2)).toEqual([404, '40401']);
		expect((await refusal(await get('/websocket/text-to-speech')))[0]).toBe(501);
	});
});

describe('the wallet', () => {
	const text = 'abcd efghi'.repeat(10);

	it('pays for characters, at the price of the model', async () => {
		const { account, balance, clone, preview, speak } = await client(playground, { walletBalance: 0.03 });
		await bytesOf(await speak({ text }));
		expect(await balance()).toBe(0.02);
		await bytesOf(await speak({ text, streaming: true }, 'faseeh-mini-v1-preview'));
		expect(await balance()).toBe(0.015);
		await bytesOf(await preview({ fields: { text } }));
		expect(await balance()).toBe(0.005);
		expect((await clone()).status).toBe(200);
		const [status, code, message] = await refusal(await speak({ text }));
		expect([status, code]).toEqual([402, '40201']);
		expect(message).toContain('$0.01 ');
		expect(message).toContain('$0.005 ');
		expect((await refusal(await preview({ fields: { text } }))).slice(0, 2)).toEqual([402, '40201']);
		await bytesOf(await speak({ text }, 'faseeh-mini-v1-preview'));
		expect(await balance()).toBe(0);
		const paid = (await account.requests()).map((entry) => entry.paid);
		expect(paid).toEqual([0.01, 0.005, 0.01, 0, 0, 0, 0.005]);
	});

	it('is never empty unless it is said to be', async () => {
		const { account, balance, speak } = await client(playground);
		await bytesOf(await speak({ text }));
		expect(await balance()).toBeNull();
		expect((await account.requests())[0]?.paid).toBe(0.01);
		await account.update({ walletBalance: 0 });
		expect((await speak({ text })).status).toBe(402);
	});

	it('gets back what a fault does not charge', async () => {
		const faults: Fault[] = [
			{ kind: 'truncate', framing: 'clean', charged: false },
			{ kind: 'status', status: 500 },
			{ kind: 'truncate', framing: 'clean' },
		];
		const { balance, speak } = await client(playground, { walletBalance: 1 }, ...faults);
		const left: unknown[] = [];
		while (left.length < faults.length) {
			await bytesOf(await speak({ text }));
			left.push(await balance());
		}
		expect(left).toEqual([1, 1, 0.99]);
	});
});

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

	it('can be asked for, in that form too', async () => {
		const { account, speak } = await client(playground, {}, { kind: 'status', status: 500 });
		expect((await refusal(await speak())).slice(0, 2)).toEqual([500, '50001']);
		await account.update({ errorForm: 'seed' });
		await account.fault({ kind: 'status', status: 429 }, { kind: 'jsonInsteadOfAudio', errorCode: 'ODD' });
		expect(await (await speak()).json()).toMatchObject({ errorCode: 42901 });
		expect(await (await speak()).json()).toMatchObject({ errorCode: 'ODD' });
	});
});

describe('limits', () => {
	it('of rate hold for all operations', async () => {
		const { account, clone, get, preview, speak } = await client(playground, { requestsPerMinute: 0 });
		const answers = [get('/voices'), get('/models'), speak(), preview(), clone()];
		for (const answer of await Promise.all(answers)) {
			expect(Number(answer.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
			expect((await refusal(answer)).slice(0, 2)).toEqual([429, '42901']);
		}
		await account.update({ requestsPerMinute: null });
		expect((await get('/voices')).status).toBe(200);
	});

	it('of concurrency hold for speech and previews, until the stream ends', async () => {
		const { account, get, preview, speak } = await client(playground, { maxConcurrent: 1, latencyMs: 300 });
		const answers = await Promise.all([speak({ streaming: true }), speak(), preview(), get('/voices')]);
		expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 429, 429]);
		await Promise.all(answers.map((answer) => answer.arrayBuffer()));
		await account.update({ latencyMs: 0 });
		for (let index = 0; index < 10; index++) {
			const answer = await speak({ streaming: true });
			expect(answer.status).toBe(200);
			await answer.arrayBuffer();
		}
	});

	it('of characters are a 402', async () => {
		const { speak } = await client(playground, { characterQuota: TEXT.length });
		expect((await speak()).status).toBe(200);
		expect((await refusal(await speak())).slice(0, 2)).toEqual([402, '40201']);
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
		expect((await heard(await once())).volume).toBeGreaterThan(-35);
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

	it.each(operations)('answer with something else: %s', async (operation) => {
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

	it('meet a clone, which exists nevertheless after a lost answer', async () => {
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

	it('makes a WAV and a stream as large as it is told', async () => {
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

	it('of 200 megabytes takes no memory', async () => {
		const { speak } = await client(playground);
		await bytesOf(await speak());
		const memory = () =>
			Number(execFileSync('ps', ['-o', 'rss=', '-p', String(playground.pid)]).toString()) / 1024;
		const before = memory();
		const { speak: speakMuch } = await client(playground, { fillerBytes: 200_000_000 });
		let bytes = 0;
		let most = 0;
		for await (const piece of (await speakMuch({ streaming: true })).body ?? []) {
			const last = Math.floor(bytes / 50_000_000);
			bytes += (piece as Uint8Array).length;
			if (Math.floor(bytes / 50_000_000) > last) most = Math.max(most, memory());
		}
		expect(bytes).toBe(200_000_000);
		expect(most - before).toBeLessThan(80);
	}, 60_000);
});
