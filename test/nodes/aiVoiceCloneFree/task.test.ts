import { describe, expect, it } from '@jest/globals';
import type { INodeParameters } from 'n8n-workflow';

import { cloneRun, sampleItem, textOf } from '../../support/aiVoiceCloneFree';
import { decode } from '../../support/ffprobe';
import type { NodeRun } from '../../support/n8nCore';
import { shown } from '../../support/n8nCore';
import type { FormNotes } from '../../support/playground';
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

async function createdId(): Promise<string> {
	const { items } = await run('create');
	return items[0]?.json.task_id as string;
}

const settled = async (ms: number) => await new Promise((resolve) => setTimeout(resolve, ms));

/** The last look at a task, which is when it is over. */
async function whenOver(taskId: string) {
	for (;;) {
		const result = await run('getStatus', { taskId });
		if (!['pending', 'processing'].includes(result.items[0]?.json.status as string)) return result;
		await settled(100);
	}
}

describe('create', () => {
	it('gives back all that the provider says', async () => {
		const { items, error } = await run('create', {
			options: { speed: 0.5, pitch: 1, callbackUrl: 'https://example.com/hook?a=b' },
		});
		expect(error).toBeUndefined();
		expect(items[0]?.json).toEqual({
			taskId: items[0]?.json.task_id,
			task_id: expect.any(String),
			status: 'pending',
			estimated_completion: expect.any(String),
			created_at: expect.any(String),
		});
		const [request] = await world.account.requests();
		expect((request?.body as FormNotes).fields).toEqual({
			text: TEXT,
			speed: '0.5',
			pitch: '1',
			// Somebody else's: handed on as it is.
			callback_url: 'https://example.com/hook?a=b',
		});
	});

	it('signs the URL of a webhook of this n8n, and no other', async () => {
		for (const path of ['webhook', 'webhook-test']) {
			await run('create', { options: { callbackUrl: `http://127.0.0.1/${path}/1234/webhook` } });
		}
		const urls = (await world.account.requests()).map(
			({ body }) => new URL((body as FormNotes).fields.callback_url as string),
		);
		const [token, other] = urls.map(({ searchParams }) => searchParams.get('voice_token'));
		expect(token).toMatch(/^[\w-]{43}$/);
		expect(token).toBe(other);
		expect(token).not.toContain(world.account.apiKey);
	});

	it.each([
		[
			'a text of 999 characters',
			{ text: textOf(999) },
			/has 999 characters; a task needs at least 1000/,
			/Clone/,
		],
		[
			'a relative callback',
			{ options: { callbackUrl: '/webhook/x' } },
			/must be an absolute URL/,
			/production URL/,
		],
		['another scheme', { options: { callbackUrl: 'ftp://example.com' } }, /must be an absolute URL/, /Copy/],
	])('refuses %s, unsent', async (_, changes, says, next) => {
		const result = await run('create', changes);
		expect(shown(result).title).toMatch(says);
		expect(shown(result).description).toMatch(next);
		expect(await world.account.requests()).toEqual([]);
	});

	it('takes a text of exactly 1000 characters', async () => {
		expect((await run('create', { text: textOf(1000) })).error).toBeUndefined();
	});
});

describe('get status and get result', () => {
	it('follow a task to its end', async () => {
		await world.account.update({ taskMs: 400 });
		const taskId = await createdId();
		const early = await run('getResult', { taskId });
		expect(shown(early).title).toMatch(/not completed yet \(status “(pending|processing)”\)/);
		const { items } = await whenOver(taskId);
		expect(items[0]?.json).toMatchObject({
			task_id: taskId,
			status: 'completed',
			audio_duration: expect.any(Number),
		});
		const result = await run('getResult', { taskId });
		expect(result.items[0]?.json).toMatchObject({
			operation: 'getResult',
			taskId,
			status: 'completed',
			audio: { fileName: `task_${taskId}.wav` },
		});
		expect(
			(await decode(await world.core.bytesOf(result.items[0]?.binary?.data))).meanVolume,
		).toBeGreaterThan(-40);
	});

	it('tell a task that failed, with its reason', async () => {
		await world.account.update({ taskOutcome: 'failed', taskError: 'Too much noise' });
		const taskId = await createdId();
		const { items } = await whenOver(taskId);
		expect(items[0]?.json).toMatchObject({ status: 'failed', failureReason: 'Too much noise' });
		expect(items[0]?.json).not.toHaveProperty('error');
		const result = await run('getResult', { taskId });
		expect(shown(result).title).toMatch(/The task failed/);
		expect(shown(result).description).toMatch(/Too much noise/);
	});

	it('tell an expired result', async () => {
		await world.account.update({ resultLifetimeMs: 0 });
		const taskId = await createdId();
		await whenOver(taskId);
		const result = await run('getResult', { taskId });
		expect(shown(result).title).toMatch(/audio of this task has expired/);
	});

	it.each(['getStatus', 'getResult'])('%s tells an unknown task', async (operation) => {
		const result = await run(operation, { taskId: 'nobody/../knows' });
		expect(shown(result).title).toMatch(/Task not found/);
		expect(shown(result).description).toMatch(/Check the task ID/);
		const [request] = await world.account.requests();
		expect(request?.path).toContain('nobody%2F..%2Fknows');
	});

	it('refuse what would lead to another path', async () => {
		const result = await run('getStatus', { taskId: '..' });
		expect(shown(result).title).toMatch(/Task ID is not a valid ID/);
		expect(await world.account.requests()).toEqual([]);
	});
});
