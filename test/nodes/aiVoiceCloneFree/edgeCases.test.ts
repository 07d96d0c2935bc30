import { describe, expect, it } from '@jest/globals';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { cloneRun, sampleItem, textOf } from '../../support/aiVoiceCloneFree';
import type { NodeRun } from '../../support/n8nCore';
import { shown } from '../../support/n8nCore';
import { useWorld } from '../../support/world';

const world = useWorld({ taskMs: 200 });

async function run(operation: string, changes: INodeParameters = {}, more: Partial<NodeRun> = {}) {
	return await world.core.run({
		...cloneRun(world.playground, world.account, {
			resource: 'task',
			operation,
			text: textOf(1200),
			...changes,
		}),
		items: [await sampleItem(world.core)],
		...more,
	});
}

const accepted = (body: object) =>
	({
		kind: 'raw',
		status: 202,
		contentType: 'application/json',
		body: JSON.stringify(body),
		operation: 'createCloneTask',
	}) as const;

describe('an accepted task', () => {
	it.each([
		['without a state', { task_id: 'a-task' }, 'a-task'],
		['whose ID is a number', { task_id: 42, status: 'pending' }, '42'],
	])('%s keeps its ID', async (_, body, taskId) => {
		await world.account.fault(accepted(body));
		const { items } = await run('createAndWait', {}, { onError: 'continueRegularOutput' });
		const json: IDataObject = items[0]?.json ?? {};
		// The playground does not know it, which is the failure here.
		expect(json.error).toMatch(/Task not found/);
		expect(json.details).toMatchObject({ taskId, status: 404 });
	});

	it('is named when another item fails', async () => {
		const sample = await sampleItem(world.core);
		const texts = [textOf(1100), textOf(1100), 'Too short.', textOf(1100)];
		const result = await run(
			'create',
			{ text: '={{ $json.text }}', options: { concurrency: 1 } },
			{ items: texts.map((text) => ({ ...sample, json: { text } })) },
		);
		expect(shown(result).title).toMatch(/a task needs at least 1000 .*item 2\]$/);
		const created = (await world.account.requests()).filter(({ status }) => status === 202);
		expect(created).toHaveLength(2);
		expect(shown(result).description).toMatch(
			/Already created and probably charged: item 0 \(task \w+\); item 1 \(task \w+\)\./,
		);
	});

	it('is not given up when its audio cannot be fetched at once', async () => {
		await world.account.fault({ kind: 'status', status: 500, operation: 'getCloneTaskResult' });
		const { items, error } = await run('createAndWait');
		expect(error).toBeUndefined();
		expect(items[0]?.json.status).toBe('completed');
	});

	it('is not waited for much longer than Max Wait, however the provider hangs', async () => {
		await world.account.fault({ kind: 'hang', operation: 'getCloneTaskStatus', times: 20 });
		const started = Date.now();
		const result = await run('createAndWait', { maxWait: 2, options: { timeout: 60 } });
		expect(shown(result).title).toMatch(/not completed within 2 seconds/);
		expect(Date.now() - started).toBeLessThan(15_000);
	});

	it('is never advised to be created again', async () => {
		await world.account.fault({
			kind: 'truncate',
			framing: 'length',
			operation: 'getCloneTaskResult',
			times: 99,
		});
		const result = await run('createAndWait', { options: { maxRetries: 0 } });
		expect(shown(result).description).toMatch(/^The task was created with the ID \w+\. Download its audio/);
		expect(shown(result).description).not.toMatch(/run (the workflow )?again/i);
	});
});

describe('what the provider says', () => {
	it('does not show the token of a callback URL that it quotes', async () => {
		await world.account.fault({
			kind: 'status',
			status: 422,
			message: 'Cannot call http://127.0.0.1/webhook/1/webhook?x=1&voice_token=abc',
			operation: 'createCloneTask',
		});
		const callbackUrl = 'https://example.com/hook?x=1&voice_token=abc';
		const result = await run('create', { options: { callbackUrl } });
		expect(shown(result).description).toMatch(/Cannot call/);
		expect(shown(result).description).not.toContain('voice_token=abc');
	});

	it('is taken for "not yet" when JSON comes in place of the audio', async () => {
		await world.account.update({ taskMs: 60_000 });
		const { items } = await run('create');
		const taskId = items[0]?.json.task_id as string;
		await world.account.fault({
			kind: 'jsonInsteadOfAudio',
			body: { status: 'processing' },
			operation: 'getCloneTaskResult',
		});
		expect(shown(await run('getResult', { taskId })).title).toMatch(/not completed yet/);
	});

	it('is not taken for a complaint about the sample when it is about something else', async () => {
		await world.account.fault({ kind: 'status', status: 400, message: 'Bad callback_url', times: 9 });
		expect(shown(await run('create')).title).toMatch(/rejected the request/);
	});
});
