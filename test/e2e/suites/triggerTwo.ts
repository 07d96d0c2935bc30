import { describe, expect, test } from '@jest/globals';

import type { N8nInstance } from '../../support/n8nInstance';
import { completed, triggerKit } from './triggerKit';

/**
 * Two processes that know nothing of each other, as two webhook processors do. To come last: n8n does not mean
 * a SQLite database for two processes.
 */
export function triggerTwoTests(n8n: () => N8nInstance): void {
	const { publish, createTask, whenOver, deliver, wentOn } = triggerKit(n8n);

	describe('two n8n with one database', () => {
		test('start the workflow once for each task that both are told of in the same moment', async () => {
			const trigger = await publish(
				'trigger-two-n8n',
				{ taskMs: 0, maxActiveTasks: 100 },
				{ options: { downloadAudio: false } },
			);
			const tasks = await Promise.all(
				Array.from({ length: 10 }, async () => await createTask(trigger.account)),
			);
			for (const taskId of tasks) await whenOver(trigger.account, taskId);
			const another = await n8n().startAnother();
			try {
				const urls = [trigger.signedUrl, trigger.signedUrl.replace(n8n().client.url, another.url)];
				for (const taskId of tasks) {
					const answers = urls.map(async (url) => await deliver(url, completed(taskId)));
					expect(await Promise.all(answers)).toEqual([200, 200]);
				}
				const found = await Promise.all(
					(await wentOn(trigger, 10)).map(
						async (id) => (await n8n().outputOf(id, 'Next'))[0]?.json['taskId'],
					),
				);
				expect(found.sort()).toEqual(tasks.sort());
			} finally {
				await another.stop();
			}
			// Neither knew of the other, so both began executions.
			expect(await n8n().client.countExecutions(trigger.workflow.id)).toBeGreaterThan(10);
			// How n8n names a row. Should it change, two executions could claim the same task.
			const node = trigger.workflow.nodes.find(({ type }) => type.endsWith('Trigger'));
			const row = new RegExp(`^n:${String(node?.id)}:[\\w-]{43}$`);
			const claims = n8n()
				.query('SELECT context FROM processed_data WHERE workflowId = ?', trigger.workflow.id)
				.map(({ context }) => String(context));
			expect(claims).toHaveLength(10);
			for (const claim of claims) expect(claim).toMatch(row);
		}, 120_000);
	});
}
