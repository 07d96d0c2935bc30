import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';

import type { N8nInstance } from '../../../support/n8nInstance';
import { NODE, TEXT, createAndWaitFixture } from '../../fixtures/createAndWait';
import { outcomes, until } from '../../fixtures/until';
import { chain, providerNode, sampleWebhook } from '../../fixtures/workflows';

/** n8n checks for expired waits once a minute. */
const EXPIRY_MS = 150_000;

export function createAndWaitTests(n8n: () => N8nInstance): void {
	const { start, call, idOf, state, parked, callbackUrl, post, expectAudio } = createAndWaitFixture(n8n);

	describe('create and wait, by callback', () => {
		test('parks the execution; the callback resumes it with the audio', async () => {
			const { workflow, account } = await start('wait-callback', { taskMs: 1500 }, {});
			await parked(workflow);
			await expectAudio(workflow);
			expect((await account.deliveries()).map(({ status }) => status)).toEqual([200]);
			expect(readFileSync(n8n().logFile, 'utf8')).not.toContain(account.apiKey);
		});

		test('continues after n8n was killed while it waited', async () => {
			const { workflow, account } = await start(
				'wait-killed',
				{ taskMs: 1500, webhookRetryMs: Array.from({ length: 40 }, () => 1000) },
				{},
			);
			await parked(workflow);
			await n8n().killAndRestart();
			await expectAudio(workflow);
			expect((await account.deliveries()).at(-1)?.status).toBe(200);
		}, 120_000);

		test('survives a callback that arrives before the execution is parked, if it is sent again', async () => {
			const { workflow, account } = await start(
				'wait-early',
				{
					taskMs: 0,
					webhooks: [{ kind: 'right', when: 'beforeResponse' }],
					webhookRetryMs: [300, 300, 600, 1000],
				},
				{},
			);
			await expectAudio(workflow);
			const statuses = (await account.deliveries()).map(({ status }) => status);
			expect(statuses[0]).toBe(409);
			expect(statuses.at(-1)).toBe(200);
		});

		test('works with Execute Once, for which n8n copies the input', async () => {
			const { workflow } = await start('wait-once', { taskMs: 500 }, {}, { executeOnce: true });
			await expectAudio(workflow);
		});

		test('keeps waiting after an invalid callback', async () => {
			const { workflow, account, credential } = await start('wait-broken', { taskMs: 0, webhooks: [] }, {});
			await parked(workflow);
			const url = await callbackUrl(account);
			const pending = await n8n().outputOf(await idOf(workflow), NODE);
			const report = { task_id: pending[0]?.json.taskId, status: 'completed' };
			const data = { apiKey: account.apiKey, baseUrl: n8n().playground.baseUrl('aivoiceclonefree') };
			await n8n().client.updateCredential(credential, { ...data, baseUrl: 'not a url' });
			expect((await post(url, report)).status).toBe(503);
			expect(await state(workflow)).toBe('waiting');
			await n8n().client.updateCredential(credential, data);
			await until(
				async () => (await post(url, report)).status,
				(status) => status === 200,
			);
			await expectAudio(workflow);
		});

		test('distinguishes a failed task from a completed one', async () => {
			const { workflow } = await start(
				'wait-failed',
				{ taskMs: 500, taskOutcome: 'failed', taskError: 'Noise' },
				{},
			);
			expect(await outcomes(n8n().client, workflow.id, 1)).toEqual(['success']);
			const [item] = await n8n().outputOf(await idOf(workflow), 'Next');
			expect(item?.json).toMatchObject({
				status: 'failed',
				failureReason: 'Noise',
				taskId: expect.any(String),
			});
			expect(item?.binary).toBeUndefined();
		});

		test(
			'outputs the task ID when no callback arrives in time',
			async () => {
				const { workflow, account } = await start('wait-lost', { taskMs: 300, webhooks: [] }, { maxWait: 5 });
				const ended = await until(
					async () => await state(workflow),
					(status) => status === 'success' || status === 'error',
					EXPIRY_MS,
				);
				expect(ended).toBe('success');
				const [item] = await n8n().outputOf(await idOf(workflow), 'Next');
				expect(item?.json).toMatchObject({
					status: 'pending',
					taskId: expect.any(String),
					operation: 'createAndWait',
				});
				expect(item?.json).not.toHaveProperty('audio');
				// The sample must not be mistaken for the speech.
				expect(item?.binary).toBeUndefined();
				// The input is unchanged.
				const [before] = await n8n().outputOf(await idOf(workflow), 'Webhook');
				expect(before?.binary).toHaveProperty('data');
				expect((await account.requests()).filter(({ status }) => status === 202)).toHaveLength(1);
			},
			EXPIRY_MS + 30_000,
		);

		test('accepts one item, and says so before anything is charged', async () => {
			const { client, aiVoiceCloneFree } = n8n();
			const { account, credential } = await aiVoiceCloneFree();
			const path = 'wait-many';
			const two = {
				name: 'Two',
				type: 'n8n-nodes-base.code',
				typeVersion: 2,
				position: [120, 0] as [number, number],
				parameters: { jsCode: 'return [$input.first(), $input.first()];' },
			};
			const node = providerNode(credential, NODE, {
				parameters: { resource: 'task', operation: 'createAndWait', text: TEXT, waitMode: 'callback' },
			});
			const workflow = await client.importWorkflow(chain(path, [sampleWebhook(path), two, node]));
			await client.publish(workflow);
			await call(path);
			expect(await outcomes(client, workflow.id, 1)).toEqual(['error']);
			expect((await client.execution(await idOf(workflow))).data).toContain(
				'supports one item, but the input has 2',
			);
			expect(await account.requests()).toEqual([]);
		});
	});

	describe('create and wait, by polling', () => {
		test('returns the audio', async () => {
			const { workflow } = await start('wait-poll', { taskMs: 1000 }, { waitMode: 'poll' });
			await expectAudio(workflow);
		});

		test('logs the task ID before n8n is killed', async () => {
			const { workflow, account } = await start('wait-poll-killed', { taskMs: 2000 }, { waitMode: 'poll' });
			const id = await until(
				async () => (await account.requests()).find(({ path }) => path.includes('/task-status/'))?.path,
				(path) => path !== undefined,
			);
			await n8n().killAndRestart();
			expect(readFileSync(n8n().logFile, 'utf8')).toContain(String(id).split('/').at(-1));
			expect(
				await until(
					async () => await state(workflow),
					(status) => status !== 'running',
				),
			).toBe('crashed');
		}, 120_000);
	});
}
