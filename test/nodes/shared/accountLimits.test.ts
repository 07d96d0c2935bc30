import { describe, expect, it } from '@jest/globals';
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { asyncFlowRun } from '../../support/asyncFlow';
import type { NodeRun } from '../../support/n8nCore';
import { shown } from '../../support/n8nCore';
import { lines, pause, SMALL, transcriptsIn, useWorld } from '../../support/world';

const world = useWorld();

const speak = async (
	items: INodeExecutionData[],
	options: INodeParameters = {},
	onError?: NodeRun['onError'],
) =>
	await world.core.run({
		...asyncFlowRun(world.playground, world.account, { ...SMALL, text: '={{ $json.line }}', options }),
		items,
		...(onError !== undefined && { onError }),
	});

/** So many items with ten different texts: the simulated provider takes its time for each that is new. */
const tenLines = (count: number) =>
	lines(count).map((_, i) => ({ json: { line: `Line number ${i % 10}.` } }));

const charged = async () => (await world.account.requests()).filter((request) => request.charged > 0);

describe('a provider that takes five at a time', () => {
	it.each([
		['RATE_LIMIT_EXCEEDED', false],
		['RATE_LIMIT_EXCEEDED', true],
		['TOO_MANY_CONCURRENT_REQUESTS', false],
		['TOO_MANY_CONCURRENT_REQUESTS', true],
	] as const)(
		'and says %s (its numbers: %p) gets all of 200 items through, each paid for once',
		async (limitCode, limitExtra) => {
			await world.account.update({ maxConcurrent: 5, latencyMs: 20, limitCode, limitExtra });
			const items = tenLines(200);
			const { items: out, error } = await speak(items, { concurrency: 20, maxRetries: 1 });
			expect(error).toBeUndefined();
			expect(out).toHaveLength(200);
			const sent = transcriptsIn(await charged());
			expect([...sent].sort()).toEqual(items.map(({ json }) => json.line).sort());
		},
		60_000,
	);

	it('serves fifty executions of one item at the same time, each paid for once', async () => {
		await world.account.update({ maxConcurrent: 5, latencyMs: 20 });
		const items = tenLines(50);
		const results = await Promise.all(items.map(async (item) => await speak([item])));
		expect(results.map(({ error }) => error)).toEqual(results.map(() => undefined));
		const sent = transcriptsIn(await charged());
		expect([...sent].sort()).toEqual(items.map(({ json }) => json.line).sort());
	}, 60_000);

	it('serves single items of others while a run of 200 is under way', async () => {
		await world.account.update({ maxConcurrent: 5, latencyMs: 20 });
		const long = speak(tenLines(200), { concurrency: 20 });
		while ((await world.account.usage()).charges < 10) await pause(10);
		const singles = await Promise.all(
			Array.from({ length: 5 }, async (_, i) => await speak([{ json: { line: `Single ${i}.` } }])),
		);
		const { charges } = await world.account.usage();
		expect(singles.every(({ error }) => error === undefined)).toBe(true);
		expect(charges).toBeLessThan(150);
		expect((await long).error).toBeUndefined();
	}, 60_000);
});

it('an execution that is cancelled leaves its slots to the others immediately', async () => {
	const { core, playground, account } = world;
	await account.update({ maxConcurrent: 2 });
	await account.fault({ kind: 'hang', times: 2 });
	const cancel = new AbortController();
	const run = asyncFlowRun(playground, account, { ...SMALL, text: '={{ $json.line }}' });
	const hanging = core.run({ ...run, items: lines(2), cancel: cancel.signal }).catch(() => undefined);
	while ((await account.requests()).length < 2) await pause(10);
	const other = speak(lines(1));
	while ((await account.usage()).refused < 1) await pause(10);
	cancel.abort();
	await hanging;
	expect((await other).error).toBeUndefined();
});

describe('a refusal for now', () => {
	it('on every fifth request uses up no retries', async () => {
		await world.account.update({ refuseEvery: 5, limitCode: 'RATE_LIMIT_EXCEEDED' });
		const { items, error } = await speak(tenLines(40), { maxRetries: 1 });
		expect(error).toBeUndefined();
		expect(items).toHaveLength(40);
	});

	it('three times in a row is outlasted with Max Retries 1', async () => {
		await world.account.fault({
			kind: 'status',
			status: 429,
			errorCode: 'TOO_MANY_CONCURRENT_REQUESTS',
			times: 3,
		});
		const { items } = await speak(lines(1), { maxRetries: 1 });
		expect(items[0]?.json).toMatchObject({ requests: 4, retries: 3 });
	});

	it.each([
		['Retry-After: 0', 0],
		['a date in the past', 'Wed, 21 Oct 2015 07:28:00 GMT'],
	])('with %s backs off all the same', async (_, retryAfter) => {
		const fault = {
			kind: 'status',
			status: 429,
			errorCode: 'RATE_LIMIT_EXCEEDED',
			retryAfter,
			times: 3,
		} as const;
		await world.account.fault(fault);
		expect((await speak(lines(1))).error).toBeUndefined();
		const [first = 0, second = 0, third = 0, fourth = 0] = (await world.account.requests()).map(
			({ receivedAt }) => receivedAt,
		);
		// Each wait is at least as long as the longest of the one before; without a backoff they would be alike.
		expect(fourth - third).toBeGreaterThan(1.5 * (second - first));
	});

	it('with Max Retries 0 fails at once', async () => {
		await world.account.fault({ kind: 'status', status: 429, errorCode: 'RATE_LIMIT_EXCEEDED', times: 9 });
		const result = await speak(lines(1), { maxRetries: 0 });
		expect(shown(result).description).toMatch(/RATE_LIMIT_EXCEEDED, HTTP 429/);
		expect(await world.account.requests()).toHaveLength(1);
	});

	it('that names hours fails with the wait that was asked for', async () => {
		await world.account.fault({
			kind: 'status',
			status: 429,
			errorCode: 'RATE_LIMIT_EXCEEDED',
			retryAfter: 7200,
		});
		const result = await speak(lines(1));
		expect(shown(result).description).toMatch(/retry after 7200 seconds/);
	});

	it('of a list does not hold back speech', async () => {
		await world.account.fault({
			kind: 'status',
			status: 429,
			errorCode: 'RATE_LIMIT_EXCEEDED',
			retryAfter: 3,
			operation: 'listVoices',
		});
		const { core, playground, account } = world;
		const list = core.run(
			asyncFlowRun(playground, account, {
				resource: 'voice',
				operation: 'getMany',
				returnAll: false,
				limit: 5,
				filters: {},
			}),
		);
		while ((await account.requests()).length < 1) await pause(10);
		expect((await speak(lines(1))).error).toBeUndefined();
		// The list still waits.
		expect((await account.requests()).map(({ status }) => status)).toEqual([429, 200]);
		await list;
	});
});
