import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

import { startPlayground, type Playground } from '../../support/playground';
import { bytesOf } from '../client';
import { errorOf, EXAMPLE_VOICE, request, speak, speechBody } from './client';

let playground: Playground;
beforeAll(async () => {
	playground = await startPlayground();
}, 30_000);
afterAll(() => playground.close());

describe('limits', () => {
	it('of concurrency apply to speech only, and free the slot with the response', async () => {
		const account = await playground.account({ maxConcurrent: 2, latencyMs: 150 });
		const answers = await Promise.all([1, 2, 3].map(() => speak(playground, account)));
		expect(answers.map((answer) => answer.status).sort()).toEqual([200, 200, 429]);
		const rejected = answers.find((answer) => answer.status === 429);
		expect(rejected && (await errorOf(rejected))).toEqual([429, 'TOO_MANY_CONCURRENT_REQUESTS']);
		expect(await account.usage()).toMatchObject({
			requests: 3,
			refused: 1,
			charges: 2,
			maxInFlight: 3,
			maxProcessing: 2,
		});
		const lists = await Promise.all([1, 2, 3].map(() => request(playground, account, '/voices', {})));
		expect(lists.map((answer) => answer.status)).toEqual([200, 200, 200]);
		await account.update({ latencyMs: 0, maxConcurrent: 1 });
		for (let index = 0; index < 20; index++) {
			const answer = await speak(playground, account);
			expect(answer.status).toBe(200);
			await answer.arrayBuffer();
		}
	});

	it('of rate say when to retry', async () => {
		const account = await playground.account({ requestsPerMinute: 2, rateWindowMs: 1500 });
		const get = () => request(playground, account, `/voices/${EXAMPLE_VOICE}`);
		expect([(await get()).status, (await get()).status]).toEqual([200, 200]);
		const rejected = await get();
		expect(await errorOf(rejected)).toEqual([429, 'RATE_LIMIT_EXCEEDED']);
		const seconds = Number(rejected.headers.get('retry-after'));
		expect(seconds).toBeGreaterThanOrEqual(1);
		await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
		expect((await get()).status).toBe(200);
	});

	it('of characters count code points, and charge only what was processed', async () => {
		const account = await playground.account({ characterQuota: 10 });
		expect((await speak(playground, account, { transcript: 'Hello 👍' })).status).toBe(200);
		const rejected = await speak(playground, account, { transcript: 'Hello' });
		expect(await errorOf(rejected)).toEqual([429, 'USAGE_LIMIT_EXCEEDED']);
		expect(await account.usage()).toMatchObject({ requests: 2, charges: 1, characters: 7 });
	});

	const detailOf = async (answer: Response) =>
		((await answer.json()) as { detail: { error_code: string; extra?: Record<string, unknown> } }).detail;

	it('of concurrency follow the settings: code, documented numbers, Retry-After', async () => {
		const account = await playground.account({ maxConcurrent: 0, latencyMs: 150 });
		const plain = await speak(playground, account);
		expect(plain.headers.has('retry-after')).toBe(false);
		expect(await detailOf(plain)).toEqual({
			error_code: 'TOO_MANY_CONCURRENT_REQUESTS',
			message: 'Too many requests at the same time.',
		});
		await account.update({ limitExtra: true, limitRetryAfter: 1.2 });
		const concurrency = await speak(playground, account);
		expect(concurrency.headers.get('retry-after')).toBe('2');
		expect((await detailOf(concurrency)).extra).toEqual({ limit: 0, current: 0 });
		await account.update({ limitCode: 'RATE_LIMIT_EXCEEDED', requestsPerMinute: 90 });
		expect(await detailOf(await speak(playground, account))).toMatchObject({
			error_code: 'RATE_LIMIT_EXCEEDED',
			extra: { limit: 90, retry_after_ms: 1200 },
		});
		await account.update({ limitRetryAfter: null });
		const soon = await speak(playground, account);
		expect(soon.headers.has('retry-after')).toBe(false);
		expect((await detailOf(soon)).extra).toEqual({ limit: 90, retry_after_ms: 150 });
		expect(await account.usage()).toMatchObject({ requests: 4, refused: 4, charges: 0, maxProcessing: 0 });
	});

	it('of rate state when the window has room, and the limit per minute', async () => {
		const account = await playground.account({
			requestsPerMinute: 1,
			rateWindowMs: 30_000,
			limitExtra: true,
		});
		await speak(playground, account);
		const rejected = await speak(playground, account);
		const { extra = {} } = await detailOf(rejected);
		expect(extra.limit).toBe(2);
		expect(Number(rejected.headers.get('retry-after'))).toBe(Math.ceil(Number(extra.retry_after_ms) / 1000));
	});

	it('reject every Nth request although there is room', async () => {
		const account = await playground.account({ refuseEvery: 3, maxConcurrent: 2 });
		const codes: Array<string | undefined> = [];
		for (let index = 0; index < 7; index++) {
			const answer = await speak(playground, account);
			codes.push(answer.status === 200 ? 'ok' : (await errorOf(answer))[1]);
			if (!answer.bodyUsed) await answer.arrayBuffer();
		}
		const rejected = 'RATE_LIMIT_EXCEEDED';
		expect(codes).toEqual(['ok', 'ok', rejected, 'ok', 'ok', rejected, 'ok']);
		expect(await account.usage()).toMatchObject({ requests: 7, refused: 2, charges: 5, maxProcessing: 1 });
	});

	it('use the messages of the other providers and add nothing undocumented', async () => {
		const account = await playground.account({ refuseEvery: 1, limitExtra: true, limitRetryAfter: 1 });
		const faseeh = await fetch(`${playground.baseUrl('faseeh')}/models`, {
			headers: { 'x-api-key': account.apiKey },
		});
		expect([faseeh.status, faseeh.headers.get('retry-after'), await faseeh.json()]).toEqual([
			429,
			'1',
			{ errorCode: '42901', errorMessage: 'Too many requests in the last minute. Try again later.' },
		]);
		const voiceClone = await fetch(`${playground.baseUrl('aivoiceclonefree')}/sync-clone`, {
			method: 'POST',
			headers: { authorization: `Bearer ${account.apiKey}` },
		});
		expect([voiceClone.status, await voiceClone.json()]).toEqual([
			429,
			{ detail: 'Rate limit exceeded. Please try again later' },
		]);
	});

	it('belong to one account', async () => {
		const [tight, free] = [await playground.account({ characterQuota: 0 }), await playground.account()];
		expect((await speak(playground, tight)).status).toBe(429);
		expect((await speak(playground, free)).status).toBe(200);
	});
});

describe('the journal', () => {
	it('shows what reached the server, without the key', async () => {
		const account = await playground.account();
		await bytesOf(await speak(playground, account));
		const [entry] = await account.requests();
		expect(entry).toMatchObject({
			provider: 'asyncflow',
			operationId: 'textToSpeech',
			method: 'POST',
			path: '/asyncflow/text_to_speech',
			body: speechBody(),
			status: 200,
			charged: 26,
			fault: null,
			aborted: false,
		});
		expect(entry?.headers['x-api-key']).toBe('[hidden]');
		expect(JSON.stringify(entry)).not.toContain(account.apiKey);
		expect(entry?.answeredAt).toBeGreaterThanOrEqual(entry?.receivedAt ?? Infinity);
	});

	it('shows when the client gave up', async () => {
		const account = await playground.account({ latencyMs: 5000 });
		const request = speak(playground, account, {}, { signal: AbortSignal.timeout(200) });
		await expect(request).rejects.toThrow();
		await new Promise((resolve) => setTimeout(resolve, 100));
		expect((await account.requests())[0]).toMatchObject({ aborted: true, status: null });
	});
});

describe('speed', () => {
	it('answers 500 equal requests quickly', async () => {
		const account = await playground.account();
		await bytesOf(await speak(playground, account));
		const start = Date.now();
		await Promise.all(Array.from({ length: 500 }, async () => bytesOf(await speak(playground, account))));
		expect(Date.now() - start).toBeLessThan(5000);
		expect((await account.usage()).charges).toBe(501);
	}, 30_000);
});

describe('the command', () => {
	it('fails with a clear message when the port is taken', async () => {
		const port = new URL(playground.url).port;
		const child = spawn(process.execPath, ['playground/main.ts', '--port', port], {
			cwd: path.resolve(__dirname, '..', '..', '..'),
		});
		let complaint = '';
		child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
		const [code] = (await once(child, 'close')) as [number];
		expect([code, complaint]).toEqual([1, expect.stringContaining(`port ${port} on 127.0.0.1 is taken`)]);
	}, 20_000);

	it('stops when its standard input closes', async () => {
		const child = spawn(process.execPath, ['playground/main.ts', '--exit-with-parent'], {
			cwd: path.resolve(__dirname, '..', '..', '..'),
		});
		await once(child.stdout, 'data');
		child.stdin.end();
		expect(await once(child, 'close')).toEqual([0, null]);
	}, 20_000);
});
