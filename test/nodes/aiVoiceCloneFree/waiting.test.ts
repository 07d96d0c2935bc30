import { describe, expect, it } from '@jest/globals';
import type { INodeParameters } from 'n8n-workflow';

import { cloneRun, sampleItem, textOf } from '../../support/aiVoiceCloneFree';
import type { NodeRun } from '../../support/n8nCore';
import { shown } from '../../support/n8nCore';
import { pause, useWorld } from '../../support/world';

const world = useWorld({ taskMs: 500 });

async function wait(count: number, changes: INodeParameters = {}, more: Partial<NodeRun> = {}) {
	const sample = await sampleItem(world.core);
	return await world.core.run({
		...cloneRun(world.playground, world.account, {
			resource: 'task',
			operation: 'createAndWait',
			text: textOf(1000),
			...changes,
		}),
		items: Array.from({ length: count }, () => sample),
		...more,
	});
}

const requestsOf = async (operation: string) =>
	(await world.account.requests()).filter(({ operationId }) => operationId === operation);
const creations = async () => await requestsOf('createCloneTask');
const polls = async () => await requestsOf('getCloneTaskStatus');

const rateLimited = (retryAfter: number) =>
	({
		kind: 'status',
		status: 429,
		message: 'Rate limit exceeded. Please try again later',
		retryAfter,
	}) as const;
const tooMany = (retryAfter: number) =>
	({ kind: 'status', status: 429, message: 'Too many active tasks', retryAfter }) as const;

describe('a creation that is refused for now', () => {
	it.each([
		['per time', rateLimited(4)],
		['at a time', tooMany(4)],
	])('(too many %s) does not hold back the polls of another task', async (_, fault) => {
		await world.account.update({ taskMs: 2500 });
		await world.account.fault({ ...fault, operation: 'createCloneTask', skip: 1 });
		const { items, error } = await wait(2);
		expect(error).toBeUndefined();
		expect(items).toHaveLength(2);
		const [, refused, third] = await creations();
		const between = (await polls()).filter(
			({ receivedAt }) => receivedAt > (refused?.receivedAt ?? 0) && receivedAt < (third?.receivedAt ?? 0),
		);
		expect(between.length).toBeGreaterThanOrEqual(2);
	});

	it('ends before the task could not finish in time any more, and nothing is created', async () => {
		await world.account.fault({ ...rateLimited(20), operation: 'createCloneTask', skip: 1 });
		const started = Date.now();
		const { items } = await wait(2, { maxWait: 4 }, { onError: 'continueRegularOutput' });
		expect(Date.now() - started).toBeLessThan(15_000);
		const failed = items.filter(({ json }) => json.error !== undefined);
		expect(failed.map(({ json }) => json.error)).toEqual([
			expect.stringMatching(/had no room for another task within 2 seconds/),
		]);
		expect(failed[0]?.json.message).toMatch(/Nothing was created/);
		expect((await creations()).map(({ status }) => status).sort()).toEqual([202, 429]);
	});

	it('waits for a slot while the account has as many tasks as it may have', async () => {
		await world.account.update({ maxActiveTasks: 2 });
		const { items, error } = await wait(5);
		expect(error).toBeUndefined();
		expect(new Set(items.map(({ json }) => json.taskId)).size).toBe(5);
		expect((await creations()).filter(({ status }) => status === 202)).toHaveLength(5);
	});

	it('is not sent again once the execution is cancelled', async () => {
		await world.account.update({ maxActiveTasks: 0 });
		const cancel = new AbortController();
		const run = wait(3, {}, { cancel: cancel.signal }).catch(() => undefined);
		while ((await creations()).length < 2) await pause(20);
		cancel.abort();
		await run;
		const sent = (await creations()).length;
		await pause(1500);
		expect(await creations()).toHaveLength(sent);
	});
});

describe('Max Wait', () => {
	it('ends the polls of a task that takes too long, and names its ID', async () => {
		await world.account.update({ taskMs: 60_000 });
		const result = await wait(1, { maxWait: 3 });
		expect(shown(result).title).toMatch(/not completed within 3 seconds \(status “(pending|processing)”\)/);
		const [created] = await creations();
		const polled = await polls();
		expect(shown(result).description).toContain(polled[0]?.path.split('/').at(-1));
		const span = (polled.at(-1)?.receivedAt ?? 0) - (created?.receivedAt ?? 0);
		expect(span).toBeLessThan(3000 * 1.5);
		await pause(1500);
		expect(await polls()).toHaveLength(polled.length);
	});

	it('shorter than Poll Interval still polls once before the time is up', async () => {
		const { items, error } = await wait(1, { maxWait: 3, pollInterval: 600 });
		expect(error).toBeUndefined();
		expect(items[0]?.json.status).toBe('completed');
		expect(await polls()).toHaveLength(1);
	});

	it('ends a poll that is never answered', async () => {
		await world.account.fault({ kind: 'hang', operation: 'getCloneTaskStatus', times: 99 });
		const result = await wait(1, { maxWait: 3 });
		expect(shown(result).description).toMatch(/The task ID is [\w-]+\. Do not create/);
	});

	it('ends a download that is never answered, and names the ID', async () => {
		await world.account.fault({ kind: 'hang', operation: 'getCloneTaskResult', times: 99 });
		const result = await wait(1, { maxWait: 3 });
		expect(shown(result).description).toMatch(/created with the ID [\w-]+\. Download/);
	});
});

describe('polls', () => {
	it('come no sooner than the provider asks', async () => {
		await world.account.fault({ ...rateLimited(3), operation: 'getCloneTaskStatus' });
		const { error } = await wait(1);
		expect(error).toBeUndefined();
		const [first, second] = await polls();
		// Poll Interval is one second, and timers are never early by so much.
		expect((second?.receivedAt ?? 0) - (first?.receivedAt ?? 0)).toBeGreaterThan(2500);
	});

	it('end when the run fails, and the task is named', async () => {
		await world.account.update({ taskMs: 60_000 });
		await world.account.fault({ kind: 'status', status: 401, operation: 'createCloneTask', skip: 1 });
		const result = await wait(2);
		expect(shown(result).title).toMatch(/API key was rejected/);
		const [paid] = result.error?.context?.paid as Array<{ taskId: string }>;
		expect(shown(result).description).toContain(`task ${paid?.taskId ?? ''}`);
		const sent = (await polls()).length;
		await pause(1500);
		expect(await polls()).toHaveLength(sent);
	});
});
