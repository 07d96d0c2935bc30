import { describe, expect, it } from '@jest/globals';
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { asyncFlowRun } from '../../support/asyncFlow';
import { useWorld } from '../../support/world';

const world = useWorld();

const lineOf = (i: number) => `Line ${'x'.repeat(1 + (i % 7))}`;

const itemsOf = (count: number): INodeExecutionData[] =>
	Array.from({ length: count }, (_, i) => ({ json: { line: lineOf(i) } }));

async function speakAll(items: INodeExecutionData[], options: INodeParameters, more = {}) {
	return await world.core.run({
		...asyncFlowRun(world.playground, world.account, {
			text: '={{ $json.line }}',
			sampleRate: 8000,
			bitRate: 32_000,
			options,
		}),
		items,
		...more,
	});
}

describe('items', () => {
	it.each([
		[1, 1],
		[1, 20],
		[500, 1],
		[500, 20],
	])(
		'speaks %i items with a concurrency of %i',
		async (count, concurrency) => {
			if (concurrency > 1) await world.account.update({ latencyMs: 20 });
			const items = itemsOf(count);
			const { items: out, error } = await speakAll(items, { concurrency });
			expect(error).toBeUndefined();
			expect(out.map(({ pairedItem }) => pairedItem)).toEqual(items.map((_, item) => ({ item })));
			expect(out.map(({ json }) => json.characters)).toEqual(items.map((_, i) => lineOf(i).length));
			const { maxInFlight, requests } = await world.account.usage();
			expect(requests).toBe(count);
			expect(maxInFlight).toBeLessThanOrEqual(concurrency);
			if (count > 1 && concurrency > 1) expect(maxInFlight).toBeGreaterThan(1);
		},
		120_000,
	);

	it('works through items that the provider takes three at a time, without losing one', async () => {
		await world.account.update({ maxConcurrent: 3, latencyMs: 30 });
		const { items: out, error } = await speakAll(itemsOf(40), { concurrency: 20, maxRetries: 20 });
		expect(error).toBeUndefined();
		expect(out).toHaveLength(40);
		const { characters, maxInFlight } = await world.account.usage();
		expect(maxInFlight).toBeLessThanOrEqual(20);
		// Paid for once each, however often they were turned away.
		expect(characters).toBe(out.reduce((sum, { json }) => sum + Number(json.characters), 0));
		expect(out.some(({ json }) => Number(json.retries) > 0)).toBe(true);
	}, 60_000);

	it('counts requests and retries', async () => {
		await world.account.fault({
			kind: 'status',
			status: 429,
			errorCode: 'RATE_LIMIT_EXCEEDED',
			times: 2,
			retryAfter: 0,
		});
		const { items: out } = await speakAll(itemsOf(1), {});
		expect(out[0]?.json).toMatchObject({ requests: 3, retries: 2 });
	});

	it('waits as long as it is asked to', async () => {
		await world.account.fault({
			kind: 'status',
			status: 429,
			errorCode: 'RATE_LIMIT_EXCEEDED',
			retryAfter: 1,
		});
		const { error } = await speakAll(itemsOf(1), {});
		expect(error).toBeUndefined();
		const [first, second] = await world.account.requests();
		expect((second?.receivedAt ?? 0) - (first?.receivedAt ?? 0)).toBeGreaterThanOrEqual(950);
	});

	it('holds back the other items too when it is told when to come back', async () => {
		await world.account.fault({
			kind: 'status',
			status: 429,
			errorCode: 'RATE_LIMIT_EXCEEDED',
			retryAfter: 1,
		});
		const { items: out, error } = await speakAll(itemsOf(12), { concurrency: 2 });
		expect(error).toBeUndefined();
		expect(out).toHaveLength(12);
		const requests = await world.account.requests();
		const refused = requests.find(({ status }) => status === 429)?.answeredAt ?? 0;
		const during = requests.filter(
			({ receivedAt }) => receivedAt > refused + 100 && receivedAt < refused + 950,
		);
		expect(during).toEqual([]);
	});

	it('starts no further item after one has failed', async () => {
		await world.account.fault({ kind: 'status', status: 404, errorCode: 'VOICE_NOT_FOUND', skip: 2 });
		const { error } = await speakAll(itemsOf(50), { concurrency: 1 });
		expect(error?.message).toMatch(/item 2\]$/);
		expect(await world.account.requests()).toHaveLength(3);
	});

	it('sends failed items to the error output with their error', async () => {
		await world.account.fault({ kind: 'status', status: 404, errorCode: 'VOICE_NOT_FOUND', skip: 1 });
		const { items: out, errorItems } = await speakAll(
			itemsOf(3),
			{ concurrency: 1 },
			{ onError: 'continueErrorOutput' },
		);
		expect(out.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 2 }]);
		expect(errorItems).toHaveLength(1);
		expect(errorItems[0]?.json.error).toMatch(/Voice not found/);
	});

	it('stops at once when the execution is cancelled', async () => {
		await world.account.update({ latencyMs: 20_000 });
		const cancel = new AbortController();
		const started = Date.now();
		const run = speakAll(itemsOf(50), { concurrency: 5 }, { cancel: cancel.signal }).catch(
			(error: unknown) => error,
		);
		while ((await world.account.requests()).length < 5 && Date.now() - started < 10_000) {
			await new Promise((resolve) => setTimeout(resolve, 50));
		}
		cancel.abort();
		await run;
		expect(Date.now() - started).toBeLessThan(15_000);
		await new Promise((resolve) => setTimeout(resolve, 300));
		const requests = await world.account.requests();
		expect(requests).toHaveLength(5);
		expect(requests.every(({ aborted }) => aborted)).toBe(true);
	});

	it('stops waiting for a retry when the execution is cancelled', async () => {
		await world.account.fault({
			kind: 'status',
			status: 429,
			errorCode: 'RATE_LIMIT_EXCEEDED',
			retryAfter: 200,
			times: 9,
		});
		const cancel = new AbortController();
		const started = Date.now();
		const run = speakAll(itemsOf(1), {}, { cancel: cancel.signal }).catch((error: unknown) => error);
		while ((await world.account.requests()).length < 1 && Date.now() - started < 10_000) {
			await new Promise((resolve) => setTimeout(resolve, 20));
		}
		cancel.abort();
		await run;
		expect(Date.now() - started).toBeLessThan(15_000);
		expect(await world.account.requests()).toHaveLength(1);
	});
});
