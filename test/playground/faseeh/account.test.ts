import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { startPlayground, type Fault, type Playground } from '../../support/playground';
import { bytesOf } from '../client';
import { client, errorOf, TEXT } from './client';

let playground: Playground;
beforeAll(async () => {
	playground = await startPlayground();
}, 30_000);
afterAll(() => playground.close());

describe('the key', () => {
	it('is required by every operation', async () => {
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
				expect((await errorOf(answer)).slice(0, 2)).toEqual([401, '40101']);
			}
		}
		const { account, get } = await client(playground);
		await get('/voices');
		expect(JSON.stringify(await account.requests())).not.toContain(account.apiKey);
	});

	it('is checked before the path', async () => {
		const { get } = await client(playground);
		expect((await errorOf(await get('/voices/ar-najdi-male-2'))).slice(0, 2)).toEqual([404, '40401']);
		expect((await errorOf(await get('/websocket/text-to-speech')))[0]).toBe(501);
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
		const [status, code, message] = await errorOf(await speak({ text }));
		expect([status, code]).toEqual([402, '40201']);
		expect(message).toContain('$0.01 ');
		expect(message).toContain('$0.005 ');
		expect((await errorOf(await preview({ fields: { text } }))).slice(0, 2)).toEqual([402, '40201']);
		await bytesOf(await speak({ text }, 'faseeh-mini-v1-preview'));
		expect(await balance()).toBe(0);
		const paid = (await account.requests()).map((entry) => entry.paid);
		expect(paid).toEqual([0.01, 0.005, 0.01, 0, 0, 0, 0.005]);
	});

	it('is endless by default', async () => {
		const { account, balance, speak } = await client(playground);
		await bytesOf(await speak({ text }));
		expect(await balance()).toBeNull();
		expect((await account.requests())[0]?.paid).toBe(0.01);
		await account.update({ walletBalance: 0 });
		expect((await speak({ text })).status).toBe(402);
	});

	it('is refunded for a fault that is not charged', async () => {
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

describe('limits', () => {
	it('of rate hold for all operations', async () => {
		const { account, clone, get, preview, speak } = await client(playground, { requestsPerMinute: 0 });
		const answers = [get('/voices'), get('/models'), speak(), preview(), clone()];
		for (const answer of await Promise.all(answers)) {
			expect(Number(answer.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
			expect((await errorOf(answer)).slice(0, 2)).toEqual([429, '42901']);
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
		expect((await errorOf(await speak())).slice(0, 2)).toEqual([402, '40201']);
	});
});
