import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { decode, probe } from '../../support/ffprobe';
import { startPlayground, type Playground, type PlaygroundAccount } from '../../support/playground';
import { bytesOf, eventually } from '../client';
import { acceptedTask, createTask, errorOf, finished, send, statusOf, textOf } from './client';

let playground: Playground;
beforeAll(async () => {
	playground = await startPlayground();
}, 30_000);
afterAll(() => playground.close());

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
const TOO_SHORT = 'Text too short for async processing. Use sync endpoint for texts under 1000 characters';

const resultOf = (account: PlaygroundAccount, id: string) =>
	send(playground, account, `/async-clone/task-result/${id}`);

describe('a task', () => {
	it('is pending, then processing, then completed, and its result can be fetched', async () => {
		const account = await playground.account({ taskMs: 1000 });
		const response = await createTask(playground, account);
		expect(response.status).toBe(202);
		const created = (await response.json()) as Record<string, string>;
		expect(created).toEqual({
			task_id: expect.stringMatching(/^[0-9a-f]{18}$/),
			status: 'pending',
			estimated_completion: expect.stringMatching(TIME),
			created_at: expect.stringMatching(TIME),
		});
		const id = created.task_id ?? '';
		const { created_at } = created;
		const shared = { task_id: id, created_at };
		expect(await statusOf(playground, account, id)).toEqual({ ...shared, status: 'pending' });
		expect(await errorOf(await resultOf(account, id))).toEqual([
			404,
			'Task is not completed. Current status: pending',
		]);
		const processing = await eventually(
			() => statusOf(playground, account, id),
			({ status }) => status !== 'pending',
		);
		const started_at = expect.stringMatching(TIME);
		expect(processing).toEqual({ ...shared, status: 'processing', started_at });
		expect(await errorOf(await resultOf(account, id))).toEqual([
			404,
			'Task is not completed. Current status: processing',
		]);

		const end = await finished(playground, account, id);
		expect(end).toEqual({
			...shared,
			status: 'completed',
			started_at,
			completed_at: expect.stringMatching(TIME),
			result_url: `${playground.baseUrl('aivoiceclonefree')}/async-clone/task-result/${id}`,
			audio_duration: expect.any(Number),
			file_size: expect.any(Number),
		});
		const result = await resultOf(account, id);
		expect(result.status).toBe(200);
		expect(Object.fromEntries(result.headers)).toMatchObject({
			'content-type': 'audio/wav',
			'content-length': String(end.file_size),
			'content-disposition': `attachment; filename="task_${id}.wav"`,
		});
		const audio = await bytesOf(result);
		expect(audio).toHaveLength(Number(end.file_size));
		expect((await probe(audio)).durationSeconds).toBeCloseTo(Number(end.audio_duration), 1);
		expect((await decode(audio)).meanVolume).toBeGreaterThan(-40);
	});

	it('fails with a reason if the account says so', async () => {
		const account = await playground.account({ taskMs: 0, taskOutcome: 'failed' });
		const id = await acceptedTask(playground, account);
		const error = 'Processing failed due to audio quality issues';
		expect(await finished(playground, account, id)).toEqual({
			task_id: id,
			status: 'failed',
			created_at: expect.stringMatching(TIME),
			started_at: expect.stringMatching(TIME),
			failed_at: expect.stringMatching(TIME),
			error,
		});
		expect(await errorOf(await resultOf(account, id))).toEqual([404, `Task failed: ${error}`]);
		await account.update({ taskError: 'No.' });
		const other = await acceptedTask(playground, account);
		expect(await finished(playground, account, other)).toMatchObject({ status: 'failed', error: 'No.' });
	});

	it('has a result that expires', async () => {
		const account = await playground.account({ taskMs: 0 });
		const id = await acceptedTask(playground, account);
		await finished(playground, account, id);
		expect((await resultOf(account, id)).status).toBe(200);
		await account.update({ resultLifetimeMs: 0 });
		expect(await errorOf(await resultOf(account, id))).toEqual([410, 'Task result has expired']);
		expect(await statusOf(playground, account, id)).toMatchObject({ status: 'completed' });
	});

	it('belongs to its account only', async () => {
		const account = await playground.account({ taskMs: 0 });
		const other = await playground.account();
		const id = await acceptedTask(playground, account);
		await finished(playground, account, id);
		for (const path of ['task-status', 'task-result']) {
			for (const [who, which] of [
				[other, id],
				[account, 'unknown'],
			] as const) {
				const response = await send(playground, who, `/async-clone/${path}/${which}`);
				expect(await errorOf(response)).toEqual([404, 'Task not found']);
			}
			const stranger = await send(playground, { apiKey: 'wrong' }, `/async-clone/${path}/${id}`);
			expect(await errorOf(stranger)).toEqual([401, 'Invalid or missing API key']);
		}
	});

	it('may have a result at another origin, and a large one', async () => {
		const account = await playground.account({
			taskMs: 0,
			resultUrlOrigin: 'https://elsewhere.example',
			fillerBytes: 3_000_000,
		});
		const id = await acceptedTask(playground, account);
		expect(await finished(playground, account, id)).toMatchObject({
			result_url: `https://elsewhere.example/aivoiceclonefree/async-clone/task-result/${id}`,
			file_size: 3_000_000,
			audio_duration: 68,
		});
		expect(await bytesOf(await resultOf(account, id))).toHaveLength(3_000_000);
	});
});

describe('create-task', () => {
	it('requires 1000 characters, counted in code points', async () => {
		const account = await playground.account({ taskMs: 60_000 });
		for (const text of [textOf(999), '😀'.repeat(999)]) {
			expect(await errorOf(await createTask(playground, account, text))).toEqual([422, TOO_SHORT]);
			expect((await createTask(playground, account, `${text}!`)).status).toBe(202);
			expect((await createTask(playground, account, `${text}!!`)).status).toBe(202);
		}
		expect((await account.usage()).characters).toBe(4002);
	});

	it('checks sample, ranges and URL like sync-clone', async () => {
		const account = await playground.account();
		const answers = await Promise.all(
			[
				{ bytes: Buffer.from('no audio') },
				{ bytes: Buffer.alloc(4_718_593) },
				{ fields: { speed: '3' } },
				{ fields: { callback_url: 'no URL' } },
				{ fields: { callback_url: 'http://127.0.0.1:99999/' } },
			].map(async (changes) => errorOf(await createTask(playground, account, undefined, changes))),
		);
		expect(answers).toEqual([
			[400, 'Invalid audio file format. Supported formats: WAV, MP3, M4A'],
			[413, 'Audio file too large. Maximum size: 4.5MB'],
			[422, 'body/speed must be <= 2'],
			[422, 'body/callback_url must match format "uri"'],
			[422, 'callback_url must be a URL'],
		]);
	});

	it('limits active tasks, characters and plans', async () => {
		const account = await playground.account({ taskMs: 300, maxActiveTasks: 1 });
		const answers = await Promise.all([1, 2].map(() => createTask(playground, account)));
		expect(answers.map(({ status }) => status).sort()).toEqual([202, 429]);
		const [accepted, rejected] = answers.sort((a, b) => a.status - b.status);
		expect(rejected && (await errorOf(rejected))).toEqual([
			429,
			'Too many active tasks. Please wait for current tasks to complete',
		]);
		expect((await account.usage()).charges).toBe(1);
		const { task_id } = (await accepted?.json()) as { task_id: string };
		await finished(playground, account, task_id);
		expect((await createTask(playground, account)).status).toBe(202);
		const poor = await playground.account({ characterQuota: 999 });
		expect((await createTask(playground, poor)).status).toBe(402);
		const free = await playground.account({ plan: 'free' });
		expect((await createTask(playground, free)).status).toBe(403);
	});

	it('meets faults; if the response is lost, the task exists', async () => {
		const account = await playground.account({ maxActiveTasks: 1, taskMs: 60_000 });
		await account.fault(
			{ kind: 'status', status: 500, operation: 'createCloneTask' },
			{ kind: 'reset', when: 'afterRead', operation: 'createCloneTask' },
			{ kind: 'status', status: 502, operation: 'getCloneTaskStatus' },
		);
		expect((await createTask(playground, account)).status).toBe(500);
		await expect(createTask(playground, account)).rejects.toThrow();
		expect((await createTask(playground, account)).status).toBe(429);
		expect((await send(playground, account, '/async-clone/task-status/any')).status).toBe(502);
	});
});
