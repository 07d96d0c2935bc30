import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';

import { decode } from '../../../support/ffprobe';
import type { N8nInstance } from '../../../support/n8nInstance';
import { completed, SAMPLE, TEXT, triggerFixture, type Trigger } from '../../fixtures/trigger';
import { outcomes, until } from '../../fixtures/until';
import { chain, noOperation, providerNode, sampleWebhook } from '../../fixtures/workflows';

export function triggerTests(n8n: () => N8nInstance): void {
	const { publish, createTask, whenFinished, deliver } = triggerFixture(n8n);

	const executionsOf = async ({ workflow }: Trigger) => await n8n().client.executions(workflow.id);

	async function onlyItem(trigger: Trigger) {
		expect(await outcomes(n8n().client, trigger.workflow.id, 1)).toEqual(['success']);
		const [execution] = await executionsOf(trigger);
		const items = await n8n().outputOf(execution?.id ?? '', 'Next');
		expect(items).toHaveLength(1);
		return items[0];
	}

	describe('the trigger', () => {
		test('starts with the audio of a task that another workflow created', async () => {
			const { client } = n8n();
			const trigger = await publish('trigger-whole-way', { taskMs: 300 });
			const path = 'create-for-trigger';
			const create = providerNode(trigger.credential, 'aiVoiceCloneFree', {
				parameters: {
					resource: 'task',
					operation: 'create',
					binaryPropertyName: 'data',
					text: TEXT,
					options: { callbackUrl: trigger.url },
				},
			});
			const creator = await client.importWorkflow(chain(path, [sampleWebhook(path), create, noOperation]));
			await client.publish(creator);
			await fetch(`${client.url}/webhook/${path}`, {
				method: 'POST',
				headers: { 'content-type': 'audio/wav' },
				body: SAMPLE,
			});
			expect(await outcomes(client, creator.id, 1)).toEqual(['success']);
			const [creation] = await client.executions(creator.id);
			const [created] = await n8n().outputOf(creation?.id ?? '', 'Next');
			const taskId = created?.json.task_id as string;

			const item = await onlyItem(trigger);
			expect(item?.json).toMatchObject({
				task_id: taskId,
				status: 'completed',
				audio_duration: expect.any(Number),
				verified: true,
				audio: { mimeType: 'audio/wav', fileName: `task_${taskId}.wav` },
			});
			const audio = await client.binary(item?.binary?.data?.id ?? '');
			expect((await decode(audio)).meanVolume).toBeGreaterThan(-40);
			expect((await trigger.account.deliveries()).map(({ status }) => status)).toEqual([200]);
		});

		test('starts for a failed task, with the reason', async () => {
			const trigger = await publish('trigger-failed', {
				taskMs: 100,
				taskOutcome: 'failed',
				taskError: 'Noise',
			});
			await createTask(trigger.account, trigger.signedUrl);
			const item = await onlyItem(trigger);
			expect(item?.json).toMatchObject({ status: 'failed', failureReason: 'Noise', verified: true });
			expect(item?.json).not.toHaveProperty('error');
		});

		test('starts only for the selected events', async () => {
			const trigger = await publish('trigger-only-failed', { taskMs: 100 }, { events: ['failed'] });
			await createTask(trigger.account, trigger.signedUrl);
			const [delivery] = await until(
				async () => await trigger.account.deliveries(),
				(all) => all[0]?.status != null,
			);
			expect(delivery?.status).toBe(200);
			expect(await executionsOf(trigger)).toEqual([]);
		});

		test('starts without the audio, but with the reason, when the download fails', async () => {
			const trigger = await publish('trigger-no-audio', { taskMs: 100 });
			await trigger.account.fault({
				kind: 'status',
				status: 500,
				operation: 'getCloneTaskResult',
				times: 99,
			});
			const taskId = await createTask(trigger.account, trigger.signedUrl);
			const item = await onlyItem(trigger);
			expect(item?.json).toMatchObject({
				task_id: taskId,
				status: 'completed',
				audioUnavailable: expect.any(String),
			});
		});

		test('loses no task while the provider is unreachable, if the callback is repeated', async () => {
			const trigger = await publish('trigger-unreachable', {
				taskMs: 100,
				webhookRetryMs: [300, 300, 300, 300],
			});
			await trigger.account.fault({
				kind: 'status',
				status: 503,
				operation: 'getCloneTaskStatus',
				// Each callback sends two requests.
				times: 4,
			});
			const taskId = await createTask(trigger.account, trigger.signedUrl);
			const item = await onlyItem(trigger);
			expect(item?.json).toMatchObject({ task_id: taskId, verified: true, audio: expect.anything() });
			const answers = (await trigger.account.deliveries()).map(({ status }) => status);
			expect(answers).toEqual([503, 503, 200]);
		});

		test('can be tested in the editor, also twice with the same task', async () => {
			const { client, runByHand } = n8n();
			const trigger = await publish('trigger-test-url', { taskMs: 100 });
			const taskId = await createTask(trigger.account);
			await whenFinished(trigger.account, taskId);
			for (const round of [1, 2]) {
				await runByHand(trigger.workflow, 'aiVoiceCloneFreeTrigger');
				const testUrl = trigger.signedUrl.replace('/webhook/', '/webhook-test/');
				expect(await deliver(testUrl, completed(taskId))).toBe(200);
				expect(await outcomes(client, trigger.workflow.id, round)).toEqual(
					Array.from({ length: round }, () => 'success'),
				);
			}
		});

		test.each([
			['without a token', (url: string) => url, 401],
			['with a wrong token', (url: string) => `${url}?voice_token=${'x'.repeat(43)}`, 401],
		])('turns away a call %s', async (name, urlOf, status) => {
			const trigger = await publish(`trigger-${name.replaceAll(' ', '-')}`, { taskMs: 0 });
			const taskId = await createTask(trigger.account);
			await whenFinished(trigger.account, taskId);
			expect(await deliver(urlOf(trigger.url), completed(taskId))).toBe(status);
			expect(await executionsOf(trigger)).toEqual([]);
			expect(readFileSync(n8n().logFile, 'utf8')).not.toContain('x'.repeat(43));
		});

		test('returns 413 for a body that is too large, and 400 for an invalid one', async () => {
			const { signedUrl, ...rest } = await publish('trigger-malformed');
			expect(await deliver(signedUrl, { ...completed('1'), more: 'x'.repeat(70_000) })).toBe(413);
			expect(await deliver(signedUrl, { task_id: null, status: 'completed' })).toBe(400);
			expect(await deliver(signedUrl, [])).toBe(400);
			// n8n itself rejects invalid JSON before the node runs.
			expect(await deliver(signedUrl, '{"task_id": "1", "sta')).toBe(422);
			expect(await executionsOf({ signedUrl, ...rest })).toEqual([]);
		});

		test('without signatures, trusts only the provider', async () => {
			const trigger = await publish(
				'trigger-unsigned',
				{ taskMs: 3000 },
				{ options: { requireSignature: false } },
			);
			const taskId = await createTask(trigger.account);
			expect(await deliver(trigger.url, completed('unknown'))).toBe(401);
			// The callback reports the end, the provider does not: it may be forged or early.
			expect(await deliver(trigger.url, completed(taskId))).toBe(503);
			expect(await executionsOf(trigger)).toEqual([]);
			await whenFinished(trigger.account, taskId);
			// The callback reports a failure, the provider does not.
			const forged = { task_id: taskId, status: 'failed', error: 'x', failed_at: '', customer: 'evil' };
			expect(await deliver(trigger.url, forged)).toBe(200);
			const item = await onlyItem(trigger);
			expect(item?.json).toMatchObject({ status: 'completed', verified: true });
			expect(item?.json).not.toHaveProperty('customer');
			expect(await deliver(trigger.url, completed(taskId))).toBe(200);
			expect(await executionsOf(trigger)).toHaveLength(1);
		});

		test('starts nothing, and requests another delivery, while its credential is invalid', async () => {
			const trigger = await publish('trigger-broken', { taskMs: 0 });
			const taskId = await createTask(trigger.account);
			await whenFinished(trigger.account, taskId);
			const { client, playground } = n8n();
			const data = { apiKey: trigger.account.apiKey, baseUrl: playground.baseUrl('aivoiceclonefree') };
			await client.updateCredential(trigger.credential, { ...data, baseUrl: 'ftp://x' });
			expect(await deliver(trigger.signedUrl, completed(taskId))).toBe(503);
			expect(await executionsOf(trigger)).toEqual([]);
			await client.updateCredential(trigger.credential, data);
			expect(await deliver(trigger.signedUrl, completed(taskId))).toBe(200);
			expect((await onlyItem(trigger))?.json.task_id).toBe(taskId);
		});

		test('starts for the second of two concurrent callbacks if the first fails', async () => {
			const trigger = await publish('trigger-two', { taskMs: 0 });
			const taskId = await createTask(trigger.account);
			await whenFinished(trigger.account, taskId);
			// The first check is slow and finds nothing; the second finds the task.
			await trigger.account.fault({ kind: 'status', status: 404, operation: 'getCloneTaskStatus' });
			await trigger.account.update({ latencyMs: 300 });
			const calls = [1, 2].map(async () => await deliver(trigger.signedUrl, completed(taskId)));
			expect((await Promise.all(calls)).sort()).toEqual([200, 503]);
			expect((await onlyItem(trigger))?.json.task_id).toBe(taskId);
		});
	});
}
