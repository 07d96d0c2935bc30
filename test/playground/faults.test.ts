import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { probe } from '../support/ffprobe';
import { startPlayground, type Fault, type Playground } from '../support/playground';
import { errorOf, request, speak } from './asyncflow/client';
import { bytesOf } from './client';

let playground: Playground;
beforeAll(async () => {
	playground = await startPlayground();
}, 30_000);
afterAll(() => playground.close());

/** An account with faults, and a function that synthesizes a text with it. */
async function meet(...faults: Fault[]) {
	const account = await playground.account();
	await account.fault(...faults);
	const again = (options?: RequestInit) => speak(playground, account, {}, options);
	return { account, again };
}

describe('faults that replace the answer', () => {
	it('status: code, Retry-After, then success; nothing charged', async () => {
		const { account, again } = await meet({ kind: 'status', status: 429, retryAfter: 2, extra: { a: 1 } });
		const failed = await again();
		expect(failed.headers.get('retry-after')).toBe('2');
		expect(await errorOf(failed)).toEqual([429, 'RATE_LIMIT_EXCEEDED']);
		expect((await again()).status).toBe(200);
		expect((await account.requests()).map(({ fault, charged }) => [fault, charged])).toEqual([
			['status', 0],
			[null, 26],
		]);
	});

	it.each(['gzip', 'br', 'deflate'] as const)('status with a %s body, flat', async (encoding) => {
		const { again } = await meet({
			kind: 'status',
			status: 503,
			errorCode: 'X',
			message: 'Y',
			flat: true,
			encoding,
		});
		const response = await again();
		expect(response.headers.get('content-encoding')).toBe(encoding);
		expect([response.status, await response.json()]).toEqual([503, { error_code: 'X', message: 'Y' }]);
	});

	it('html', async () => {
		const response = await (await meet({ kind: 'html', status: 503 })).again();
		expect([response.status, response.headers.get('content-type')]).toEqual([
			503,
			'text/html; charset=UTF-8',
		]);
		expect(await response.text()).toContain('Just a moment');
	});

	it('jsonInsteadOfAudio', async () => {
		const { again } = await meet({ kind: 'jsonInsteadOfAudio' }, { kind: 'jsonInsteadOfAudio', body: [1] });
		expect(await errorOf(await again())).toEqual([200, 'SERVER_ERROR']);
		const second = await again();
		expect([second.headers.get('content-type'), await second.json()]).toEqual(['application/json', [1]]);
	});

	it('redirect and raw', async () => {
		const location = 'http://127.0.0.1:9/elsewhere';
		const raw: Fault = { kind: 'raw', status: 418, contentType: 'text/plain', body: 'tea' };
		const { again } = await meet({ kind: 'redirect', location, status: 302 }, raw);
		const redirected = await again();
		expect([redirected.status, redirected.headers.get('location')]).toEqual([302, location]);
		const other = await again();
		expect([other.status, other.headers.get('content-type'), await other.text()]).toEqual([
			418,
			'text/plain',
			'tea',
		]);
	});

	it('reset, charged when the request had been read', async () => {
		const { account, again } = await meet(
			{ kind: 'reset', when: 'beforeRead' },
			{ kind: 'reset', when: 'afterRead' },
		);
		for (let index = 0; index < 2; index++) {
			await expect(again()).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
		}
		const entries = await account.requests();
		expect(entries.map(({ charged, status, aborted }) => [charged, status, aborted])).toEqual([
			[0, null, false],
			[26, null, false],
		]);
	});

	it('hang', async () => {
		const { account, again } = await meet({ kind: 'hang' });
		await expect(again({ signal: AbortSignal.timeout(300) })).rejects.toThrow();
		expect((await account.usage()).charges).toBe(0);
	});
});

describe('faults of delivery', () => {
	it.each(['length', 'chunked'] as const)('truncate (%s) breaks the connection', async (framing) => {
		const { account, again } = await meet({ kind: 'truncate', framing, keepBytes: 500 });
		const response = await again();
		expect(response.status).toBe(200);
		expect(response.headers.has('content-length')).toBe(framing === 'length');
		await expect(response.arrayBuffer()).rejects.toThrow();
		expect(await account.usage()).toMatchObject({ charges: 1, characters: 26 });
	});

	it('truncate (clean) is valid HTTP with a file that is shorter than its header says', async () => {
		const { again } = await meet({ kind: 'truncate', framing: 'clean', keepFraction: 0.25 });
		const short = await bytesOf(await again());
		const whole = await bytesOf(await again());
		expect(short.length).toBe(Math.floor(whole.length / 4));
		expect(Buffer.from(short).readUInt32LE(40)).toBeGreaterThan(short.length);
		expect((await probe(whole)).durationSeconds).toBeGreaterThan(1);
	});

	it('stall', async () => {
		const { again } = await meet({ kind: 'stall', keepBytes: 100 });
		const response = await again({ signal: AbortSignal.timeout(400) });
		const reader = response.body?.getReader();
		expect((await reader?.read())?.value).toHaveLength(100);
		await expect(reader?.read()).rejects.toThrow();
	});

	it('drip and delay are slow', async () => {
		const { again } = await meet({ kind: 'drip', bytesPerSecond: 40_000 }, { kind: 'delay', ms: 300 });
		for (const least of [400, 290]) {
			const start = Date.now();
			expect((await bytesOf(await again())).length).toBeGreaterThan(20_000);
			expect(Date.now() - start).toBeGreaterThan(least);
		}
	});

	it('emptyBody', async () => {
		const response = await (await meet({ kind: 'emptyBody' })).again();
		expect([response.status, response.headers.get('content-type')]).toEqual([200, 'audio/wav']);
		expect(await bytesOf(response)).toHaveLength(0);
	});
});

describe('the queue', () => {
	it('keeps order, operation, times and skip', async () => {
		const { account, again } = await meet(
			{ kind: 'status', status: 500, operation: 'listVoices' },
			{ kind: 'status', status: 502, skip: 1, times: 2 },
		);
		const statuses: number[] = [];
		for (let index = 0; index < 4; index++) statuses.push((await again()).status);
		expect(statuses).toEqual([200, 502, 502, 200]);
		expect((await request(playground, account, '/voices', {})).status).toBe(500);
		await account.fault({ kind: 'hang' });
		await account.clearFaults();
		expect((await again()).status).toBe(200);
	});

	it('charges as `charged` says', async () => {
		const { account, again } = await meet(
			{ kind: 'status', status: 504, charged: true },
			{ kind: 'delay', ms: 1, charged: false },
		);
		await again();
		await again();
		expect((await account.requests()).map((entry) => entry.charged)).toEqual([26, 0]);
	});

	it('rejects an invalid fault', async () => {
		const account = await playground.account();
		const wrong = { kind: 'stall' } as unknown as Fault;
		await expect(account.fault(wrong)).rejects.toThrow(/400.*keepBytes/);
	});

	it('has the same chaos for the same seed', async () => {
		const chaos = { probability: 0.5, seed: 7, faults: [{ kind: 'status', status: 500 }] as Fault[] };
		const runs: number[][] = [];
		for (let run = 0; run < 2; run++) {
			const account = await playground.account({ chaos });
			const statuses: number[] = [];
			for (let index = 0; index < 12; index++) statuses.push((await speak(playground, account)).status);
			runs.push(statuses);
		}
		expect(runs[0]).toEqual(runs[1]);
		expect(new Set(runs[0])).toEqual(new Set([200, 500]));
	});
});
