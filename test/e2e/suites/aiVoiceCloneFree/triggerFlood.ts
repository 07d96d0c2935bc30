import { describe, expect, test } from '@jest/globals';

import type { N8nInstance } from '../../../support/n8nInstance';
import { completed, triggerFixture } from '../../fixtures/trigger';

const DELIVERIES = 500;
const TASKS = 25;

export function triggerFloodTests(n8n: () => N8nInstance): void {
	const { publish, createTask, whenFinished, deliver, continued } = triggerFixture(n8n);

	describe('500 deliveries', () => {
		test('start one execution per valid task and status, and each is answered', async () => {
			const trigger = await publish(
				'trigger-flood',
				{ taskMs: 0, webhooks: [] },
				{ options: { downloadAudio: false } },
			);
			const { url, signedUrl } = trigger;
			const tasks = await Promise.all(
				Array.from({ length: TASKS }, async () => await createTask(trigger.account)),
			);
			for (const taskId of tasks) await whenFinished(trigger.account, taskId);
			const kinds: Array<[name: string, send: (i: number) => Promise<number>, answers: number[]]> = [
				[
					'valid and duplicate',
					async (i) => await deliver(signedUrl, completed(tasks[i % TASKS] ?? '')),
					[200],
				],
				['unknown task', async (i) => await deliver(signedUrl, completed(`unknown${i}`)), [503]],
				['forged', async (i) => await deliver(url, completed(tasks[i % TASKS] ?? '')), [401]],
				[
					'unknown state',
					async (i) => await deliver(signedUrl, { task_id: tasks[i % TASKS], status: 'archived' }),
					[200],
				],
				['malformed', async () => await deliver(signedUrl, { task: 1 }), [400]],
			];
			const wrong: string[] = [];
			const queue = Array.from({ length: DELIVERIES }, (_, i) => i);
			const worker = async () => {
				for (let i = queue.pop(); i !== undefined; i = queue.pop()) {
					const [name, send, answers] = kinds[i % kinds.length] ?? kinds[0] ?? [];
					const status = (await send?.(Math.floor(i / kinds.length))) ?? 0;
					if (answers?.includes(status) !== true) wrong.push(`${name ?? ''}: ${status}`);
				}
			};
			await Promise.all(Array.from({ length: 20 }, worker));
			expect(wrong).toEqual([]);
			expect(await continued(trigger, TASKS, 60_000)).toHaveLength(TASKS);
			expect(await n8n().client.countExecutions(trigger.workflow.id)).toBe(TASKS);

			// Started tasks are still known after a restart.
			await n8n().killAndRestart();
			const again = await Promise.all(tasks.map(async (id) => await deliver(signedUrl, completed(id))));
			expect(new Set(again)).toEqual(new Set([200]));
			// Each began an execution, because the new process has an empty memory; none continued.
			expect(await continued(trigger, 2 * TASKS, 60_000)).toHaveLength(TASKS);
		}, 300_000);
	});
}
