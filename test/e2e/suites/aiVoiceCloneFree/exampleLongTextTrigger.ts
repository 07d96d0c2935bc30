import { afterEach, describe, expect, test } from '@jest/globals';

import type { SavedWorkflow } from '../../../../tools/n8n/types.ts';
import { textOf } from '../../../support/aiVoiceCloneFree';
import { decode } from '../../../support/ffprobe';
import type { N8nInstance } from '../../../support/n8nInstance';
import type { AccountSettings, PlaygroundAccount } from '../../../support/playground';
import { outcomes, until } from '../../fixtures/until';
import { upload, withParameters } from '../../fixtures/upload';

const EXAMPLE = 'aivoiceclonefree-long-text-with-trigger';
const PATH = 'aivoiceclonefree-create-task';
const TEXT = textOf(1200);

const impatient = withParameters('Wait five minutes', { amount: 1, unit: 'seconds' });

/** One execution creates the task, another one receives the result. */
export function longTextTriggerExampleTests(n8n: () => N8nInstance): void {
	describe(`the example ${EXAMPLE}`, () => {
		let live: SavedWorkflow;

		const publish = async (settings: Partial<AccountSettings>): Promise<PlaygroundAccount> => {
			const { credential, account } = await n8n().aiVoiceCloneFree(settings);
			live = await n8n().publishExample(EXAMPLE, [credential], impatient);
			return account;
		};

		/** Creates a task and waits for the execution that the trigger starts. */
		async function sendAndWait(): Promise<{ taskId: string; executionId: string }> {
			const response = await upload(n8n(), PATH, TEXT);
			expect(response.status).toBe(202);
			const { taskId, ...rest } = (await response.json()) as { taskId: string };
			expect(rest).toEqual({ status: 'pending' });
			expect(await outcomes(n8n().client, live.id, 2)).toEqual(['success', 'success']);
			const [newest] = await n8n().client.executions(live.id);
			return { taskId, executionId: newest?.id ?? '' };
		}

		async function expectAudio(executionId: string, taskId: string): Promise<void> {
			const [item, ...others] = await n8n().outputOf(executionId, 'Do something with the audio');
			expect(others).toEqual([]);
			const audio = { mimeType: 'audio/wav', fileName: `task_${taskId}.wav` };
			expect(item?.json).toMatchObject({ taskId, status: 'completed', audio });
			const bytes = await n8n().client.binary(item?.binary?.data?.id ?? '');
			expect((await decode(bytes)).meanVolume).toBeGreaterThan(-40);
			expect(await n8n().outputOf(executionId, 'Notify someone')).toEqual([]);
		}

		afterEach(async () => {
			await n8n().client.unpublish(live.id);
		});

		test('returns the task, and its trigger receives the audio once', async () => {
			const account = await publish({
				taskMs: 1000,
				webhooks: [{ kind: 'right' }, { kind: 'right', delayMs: 300 }, { kind: 'noToken', delayMs: 300 }],
			});
			const { taskId, executionId } = await sendAndWait();
			await expectAudio(executionId, taskId);
			const deliveries = await until(
				async () => await account.deliveries(),
				(all) => all.length === 3 && all.every(({ endedAt }) => endedAt !== null),
			);
			const received = deliveries.map(({ kind, status }) => `${kind} ${String(status)}`);
			expect(received.sort()).toEqual(['noToken 401', 'right 200', 'right 200']);
			expect(await n8n().client.executions(live.id)).toHaveLength(2);
			// The path that the first webhook sent.
			const trigger = live.nodes.find(({ type }) => type.endsWith('Trigger'));
			expect(deliveries[0]?.url).toBe(`${n8n().client.url}/webhook/${String(trigger?.webhookId)}/webhook`);
		});

		test('has a branch for a failed task', async () => {
			await publish({ taskMs: 500, taskOutcome: 'failed', taskError: 'Too noisy' });
			const { taskId, executionId } = await sendAndWait();
			const [item] = await n8n().outputOf(executionId, 'Notify someone');
			expect(item?.json).toMatchObject({ taskId, status: 'failed', failureReason: 'Too noisy' });
			expect(await n8n().outputOf(executionId, 'Do something with the audio')).toEqual([]);
		});

		test('downloads the audio later if it is not available immediately', async () => {
			const account = await publish({ taskMs: 500 });
			await account.fault({ kind: 'status', status: 500, operation: 'getCloneTaskResult' });
			const { taskId, executionId } = await sendAndWait();
			const [item] = await n8n().outputOf(executionId, 'Wait five minutes');
			expect(item?.json).toMatchObject({ taskId, audioUnavailable: expect.any(String) });
			await expectAudio(executionId, taskId);
		});

		test('returns the reason when no task was created', async () => {
			const account = await publish({});
			const response = await upload(n8n(), PATH, textOf(400));
			expect(response.status).toBe(422);
			expect(await response.json()).toEqual({ error: expect.stringContaining('at least 1000') });
			expect(await account.requests()).toEqual([]);
		});
	});
}
