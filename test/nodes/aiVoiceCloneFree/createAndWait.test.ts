import { describe, expect, it } from '@jest/globals';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { cloneRun, sampleItem, textOf } from '../../support/aiVoiceCloneFree';
import { decode } from '../../support/ffprobe';
import type { NodeRun } from '../../support/n8nCore';
import { shown } from '../../support/n8nCore';
import { useWorld } from '../../support/world';

const TEXT = textOf(1200);

const world = useWorld({ taskMs: 200 });

async function run(operation: string, changes: INodeParameters = {}, more: Partial<NodeRun> = {}) {
	return await world.core.run({
		...cloneRun(world.playground, world.account, { resource: 'task', operation, text: TEXT, ...changes }),
		items: [await sampleItem(world.core)],
		...more,
	});
}

const operationsOf = async () => (await world.account.requests()).map(({ operationId }) => operationId);

const settled = async (ms: number) => await new Promise((resolve) => setTimeout(resolve, ms));

describe('create and wait, by polling', () => {
	it('gives the audio', async () => {
		const { items, error } = await run('createAndWait');
		expect(error).toBeUndefined();
		expect(items[0]?.json).toMatchObject({
			operation: 'createAndWait',
			status: 'completed',
			characters: 1200,
			audio: { mimeType: 'audio/wav' },
		});
		expect((await decode(await world.core.bytesOf(items[0]?.binary?.data))).warnings).toBe('');
	});

	it('keeps looking through passing failures', async () => {
		await world.account.update({ taskMs: 3000 });
		await world.account.fault(
			{ kind: 'status', status: 500, operation: 'getCloneTaskStatus' },
			{ kind: 'reset', when: 'afterRead', operation: 'getCloneTaskStatus' },
			{ kind: 'status', status: 404, operation: 'getCloneTaskStatus' },
		);
		const { items, error } = await run('createAndWait', { options: { maxRetries: 0 } });
		expect(error).toBeUndefined();
		expect(items[0]?.json.status).toBe('completed');
		expect((await operationsOf()).filter((id) => id === 'createCloneTask')).toHaveLength(1);
	});

	it('says what became of a task that takes too long', async () => {
		await world.account.update({ taskMs: 60_000 });
		const result = await run('createAndWait', { maxWait: 2 }, { onError: 'continueRegularOutput' });
		const { error, message, details }: IDataObject = result.items[0]?.json ?? {};
		expect(error).toMatch(/not completed within 2 seconds \(status “\w+”\)/);
		expect(details).toMatchObject({ taskId: expect.any(String) });
		const { taskId } = details as { taskId: string };
		expect(message).toBe(
			'Download the audio later with Get Result, or increase Max Wait. ' +
				`The task ID is ${taskId}. Do not create the task again.`,
		);
	});

	it.each([
		['the task fails', { taskOutcome: 'failed' as const, taskError: 'No voice' }, [], /The task failed/],
		['the task is forgotten', {}, [{ status: 404, id: 'getCloneTaskStatus' }], /Task not found/],
		['the key is revoked', {}, [{ status: 401, id: 'getCloneTaskStatus' }], /API key was rejected/],
		['the audio is not there', {}, [{ status: 410, id: 'getCloneTaskResult' }], /has expired/],
		['the audio cannot be made', {}, [{ status: 500, id: 'getCloneTaskResult' }], /failed to process/],
	])(
		'names the task when %s',
		async (_, settings, faults, says) => {
			await world.account.update(settings);
			for (const { status, id } of faults) {
				await world.account.fault({ kind: 'status', status, operation: id, times: 20 });
			}
			const result = await run('createAndWait', { maxWait: 20 }, { onError: 'continueRegularOutput' });
			const json: IDataObject = result.items[0]?.json ?? {};
			expect(json.error).toMatch(says);
			expect(json.details).toMatchObject({ taskId: expect.any(String) });
			expect((await operationsOf()).filter((id) => id === 'createCloneTask')).toHaveLength(1);
		},
		30_000,
	);

	it('does not create a task again that may have been accepted', async () => {
		await world.account.fault({ kind: 'reset', when: 'afterRead', operation: 'createCloneTask', times: 9 });
		const result = await run('createAndWait');
		expect(shown(result).title).toMatch(/closed before the response was complete/);
		expect(await operationsOf()).toEqual(['createCloneTask']);
	});

	it('ends at once when the execution is cancelled', async () => {
		await world.account.update({ taskMs: 60_000 });
		const cancel = new AbortController();
		const started = Date.now();
		const running = run('createAndWait', { pollInterval: 60 }, { cancel: cancel.signal }).catch(
			() => undefined,
		);
		while ((await operationsOf()).length < 1) await settled(20);
		await settled(100);
		cancel.abort();
		await running;
		expect(Date.now() - started).toBeLessThan(10_000);
		expect(await operationsOf()).toEqual(['createCloneTask']);
	});

	it('works through 50 items in rounds, within the limit of active tasks, and loses none', async () => {
		await world.account.update({ taskMs: 1000, maxActiveTasks: 8 });
		const sample = await sampleItem(world.core);
		const items = Array.from({ length: 50 }, (_, i) => ({ ...sample, json: { i } }));
		const started = Date.now();
		const { items: out, error } = await run(
			'createAndWait',
			{ maxWait: 120, options: { concurrency: 10 } },
			{ items },
		);
		const seconds = (Date.now() - started) / 1000;
		expect(error).toBeUndefined();
		expect(out.map(({ pairedItem }) => pairedItem)).toEqual(items.map((_, item) => ({ item })));
		const ids = new Set(out.map(({ json }) => json.taskId));
		expect(ids.size).toBe(50);
		const created = (await world.account.requests()).filter(({ status }) => status === 202);
		expect(created).toHaveLength(50);
		// Seven rounds of about two seconds (task and poll), with room for a busy machine; one by one would be 100.
		expect(seconds).toBeLessThan(50);
	}, 120_000);
});
