import { describe, expect, test } from '@jest/globals';

import { decode } from '../../../support/ffprobe';
import type { N8nInstance } from '../../../support/n8nInstance';
import { completed, triggerFixture, type Trigger } from '../../fixtures/trigger';
import { outcomes, until } from '../../fixtures/until';

const NODE = 'aiVoiceCloneFreeTrigger';
const WITHOUT_AUDIO = { options: { downloadAudio: false } };
const copies = (count: number) => Array.from({ length: count }, (_, index) => index);

export function triggerOnceTests(n8n: () => N8nInstance): void {
	const { publish, createTask, whenFinished, deliver, continued } = triggerFixture(n8n);

	/** A finished task without a callback. */
	async function finishedTask({ account }: Trigger): Promise<string> {
		const taskId = await createTask(account);
		await whenFinished(account, taskId);
		return taskId;
	}

	/** The database rows of the trigger's claims. */
	const claims = ({ workflow }: Trigger) =>
		n8n()
			.query('SELECT context FROM processed_data WHERE workflowId = ? ORDER BY context', workflow.id)
			.map(({ context }) => String(context));

	const taskOf = async (executionId: string) => (await n8n().outputOf(executionId, 'Next'))[0]?.json.taskId;

	describe('a task starts the workflow once', () => {
		test('when it is delivered twenty times concurrently, and again after a restart', async () => {
			const trigger = await publish('trigger-copies', { taskMs: 0 });
			const taskId = await finishedTask(trigger);
			const twentyTimes = async () => {
				const answers = copies(20).map(async () => await deliver(trigger.signedUrl, completed(taskId)));
				expect(new Set(await Promise.all(answers))).toEqual(new Set([200]));
			};
			await twentyTimes();
			const [first = '', ...others] = await continued(trigger, 1);
			expect(others).toEqual([]);
			expect(await taskOf(first)).toBe(taskId);
			// A process that started a task starts no second execution for it.
			await twentyTimes();
			expect(await continued(trigger, 1)).toEqual([first]);
			expect(await n8n().client.countExecutions(trigger.workflow.id)).toBe(1);

			await n8n().killAndRestart();
			await twentyTimes();
			expect(await continued(trigger, 2)).toEqual([first]);
			// The execution that did not continue succeeded.
			expect(await outcomes(n8n().client, trigger.workflow.id, 2)).toEqual(['success', 'success']);
			const downloads = (await trigger.account.requests()).filter(
				({ operationId }) => operationId === 'getCloneTaskResult',
			);
			expect(downloads).toHaveLength(1);
		}, 120_000);

		test('for each of its statuses', async () => {
			const options = { ...WITHOUT_AUDIO.options, verifyWithProvider: false };
			const trigger = await publish('trigger-states', {}, { options });
			for (const status of ['failed', 'completed', 'FAILED', 'canceled', 'completed']) {
				expect(await deliver(trigger.signedUrl, { task_id: 'a', status })).toBe(200);
			}
			expect(await continued(trigger, 2)).toHaveLength(2);
			expect(claims(trigger)).toHaveLength(2);
		});

		test('again when the execution was stopped before it continued', async () => {
			const trigger = await publish('trigger-stopped', { taskMs: 0 });
			const taskId = await finishedTask(trigger);
			await trigger.account.fault({ kind: 'hang', operation: 'getCloneTaskResult' });
			expect(await deliver(trigger.signedUrl, completed(taskId))).toBe(200);
			const [{ id } = { id: '' }] = await until(
				async () => await n8n().client.executions(trigger.workflow.id),
				([execution]) => execution?.status === 'running' && claims(trigger).length === 1,
			);
			await n8n().stopExecution(id);
			await until(
				() => Promise.resolve(claims(trigger)),
				(rows) => rows.length === 0,
			);
			expect(await deliver(trigger.signedUrl, completed(taskId))).toBe(200);
			const [next, ...others] = await continued(trigger, 2);
			expect(others).toEqual([]);
			expect(await taskOf(next ?? '')).toBe(taskId);
		});

		test('and continues with Retry when n8n was killed during the download', async () => {
			const trigger = await publish('trigger-killed', { taskMs: 0 });
			const taskId = await finishedTask(trigger);
			await trigger.account.fault({ kind: 'hang', operation: 'getCloneTaskResult' });
			expect(await deliver(trigger.signedUrl, completed(taskId))).toBe(200);
			await until(
				() => Promise.resolve(claims(trigger)),
				(rows) => rows.length === 1,
			);
			await n8n().killAndRestart();
			const [{ id } = { id: '' }] = await until(
				async () => await n8n().client.executions(trigger.workflow.id),
				([execution]) => execution?.status === 'crashed',
			);
			await n8n().retryExecution(id);
			const [retried, ...others] = await continued(trigger, 2);
			expect(others).toEqual([]);
			const [item] = await n8n().outputOf(retried ?? '', 'Next');
			expect(item?.json).toMatchObject({ taskId, status: 'completed', verified: true });
		}, 120_000);
	});

	describe('the trigger in the editor', () => {
		test('executes a step, and the next one with its output', async () => {
			const trigger = await publish('trigger-step', { taskMs: 0 });
			const taskId = await finishedTask(trigger);
			const testUrl = trigger.signedUrl.replace('/webhook/', '/webhook-test/');
			for (const round of [1, 2]) {
				await n8n().runByHand(trigger.workflow, NODE, NODE);
				expect(await deliver(testUrl, completed(taskId))).toBe(200);
				expect(await outcomes(n8n().client, trigger.workflow.id, round)).toContain('success');
			}
			const [step] = await n8n().client.executions(trigger.workflow.id);
			const [item] = await n8n().outputOf(step?.id ?? '', NODE);
			expect(item?.json).toMatchObject({ taskId, verified: true, audio: expect.anything() });
			const audio = await n8n().client.binary(item?.binary?.data?.id ?? '');
			expect((await decode(audio)).meanVolume).toBeGreaterThan(-40);
			// A test execution claims nothing.
			expect(claims(trigger)).toEqual([]);

			const before = await n8n().runDataOf(step?.id ?? '');
			const next = await n8n().runStep(trigger.workflow, 'Next', before);
			expect(await outcomes(n8n().client, trigger.workflow.id, 3)).toContain('success');
			expect((await n8n().outputOf(next, 'Next'))[0]?.json).toMatchObject({ taskId });
			const downloads = (await trigger.account.requests()).filter(
				(request) => request.operationId === 'getCloneTaskResult',
			);
			expect(downloads).toHaveLength(2);
		});

		test('keeps its audio with the execution', async () => {
			const trigger = await publish('trigger-kept', { taskMs: 0 });
			const taskId = await finishedTask(trigger);
			expect(await deliver(trigger.signedUrl, completed(taskId))).toBe(200);
			const [id = ''] = await continued(trigger, 1);
			const [item] = await n8n().outputOf(id, 'Next');
			// Binary data under "temp" is not deleted with the execution.
			expect(item?.binary?.data?.id).toContain(`/executions/${id}/`);
		});
	});
}
