import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

import type { N8nInstance } from '../../../support/n8nInstance';
import { createAndWaitFixture } from '../../fixtures/createAndWait';

const STATUS = { operation: 'getCloneTaskStatus', times: 99 } as const;

export function createAndWaitForgedTests(n8n: () => N8nInstance): void {
	const { start, idOf, state, parked, callbackUrl, taskId, post, expectAudio } = createAndWaitFixture(n8n);

	describe('a forged callback to a parked execution', () => {
		test('resumes only when the provider confirms the end of the task', async () => {
			const { workflow, account } = await start(
				'wait-forged',
				{ taskMs: 4000, webhooks: [{ kind: 'processing', when: 'created', delayMs: 500 }] },
				{},
			);
			await parked(workflow);
			const url = await callbackUrl(account);
			const id = await taskId(account);
			const completed = { task_id: id, status: 'completed', result_url: 'https://elsewhere.example/x' };

			const withToken = (token: string | null) => {
				const other = new URL(url);
				if (token === null) other.searchParams.delete('voice_token');
				else other.searchParams.set('voice_token', token);
				return other;
			};
			expect((await post(withToken(null), completed)).status).toBe(401);
			expect((await post(withToken('x'.repeat(43)), completed)).status).toBe(401);
			expect((await post(url, { ...completed, task_id: 'another' })).status).toBe(401);
			expect((await post(url, { nothing: true })).status).toBe(400);
			// The body reports the end, the provider does not.
			expect((await post(url, completed)).status).toBe(409);
			expect(await state(workflow)).toBe('waiting');

			await sleep(4500);
			expect((await post(url, completed)).status).toBe(200);
			await expectAudio(workflow);
			expect((await post(url, completed)).status).toBe(409);
		});

		test('resumes nothing, whatever the provider returns for the task', async () => {
			const { workflow, account } = await start('wait-answers', { taskMs: 0, webhooks: [] }, {});
			await parked(workflow);
			const url = await callbackUrl(account);
			const [pending] = await n8n().outputOf(await idOf(workflow), 'aiVoiceCloneFree');
			const completed = { task_id: pending?.json.taskId, status: 'completed' };
			const answers = new Map([
				...[400, 405, 410, 414, 422].map((status) => [status, 401] as const),
				...[401, 403, 404, 429, 500, 502, 503, 504].map((status) => [status, 503] as const),
			]);
			const given = new Map<number, number>();
			for (const status of answers.keys()) {
				await account.clearFaults();
				await account.fault({ ...STATUS, kind: 'status', status });
				given.set(status, (await post(url, completed)).status);
			}
			expect(given).toEqual(answers);
			for (const taskIdOfOther of ['\ud800', '..', 'a/b', 'x'.repeat(201)]) {
				expect((await post(url, { ...completed, task_id: taskIdOfOther })).status).toBe(400);
			}
			expect(await state(workflow)).toBe('waiting');
			await account.clearFaults();
			expect((await post(url, completed)).status).toBe(200);
			await expectAudio(workflow);
		}, 120_000);

		test('exposes no secret that the provider repeats', async () => {
			const { workflow, account } = await start('wait-echo', { taskMs: 0, webhooks: [] }, {});
			await parked(workflow);
			const url = await callbackUrl(account);
			const [pending] = await n8n().outputOf(await idOf(workflow), 'aiVoiceCloneFree');
			const id = pending?.json.taskId;
			const token = String(url.searchParams.get('voice_token'));
			const signature = String(url.searchParams.get('signature'));
			const answer = { task_id: id, status: 'failed', error: `No: ${account.apiKey} ${token} ${signature}` };
			await account.fault({
				...STATUS,
				kind: 'raw',
				status: 200,
				contentType: 'application/json',
				body: JSON.stringify(answer),
			});
			expect((await post(url, { task_id: id, status: 'failed' })).status).toBe(200);
			const ended = async () => (await n8n().outputOf(await idOf(workflow), 'Next'))[0];
			await sleep(1000);
			expect((await ended())?.json).toMatchObject({ status: 'failed', failureReason: 'No: *** *** ***' });
			const log = readFileSync(n8n().logFile, 'utf8');
			for (const secret of [account.apiKey, token]) expect(log).not.toContain(secret);
		});
	});
}
