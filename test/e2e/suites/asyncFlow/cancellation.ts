import { describe, expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Credential, Workflow } from '../../../../tools/n8n/types.ts';
import type { N8nInstance } from '../../../support/n8nInstance';
import { outcomes, until } from '../../fixtures/until';

const ITEMS = 30;
const CONCURRENCY = 3;
/** For the first requests; the later ones run until they are stopped. */
const LATENCY_MS = 500;
const FOREVER_MS = 60_000;
const SOON_MS = 1000;

const OPERATIONS = ['synthesize', 'synthesizeStream', 'synthesizeWithTimestamps'];

/** A webhook that responds immediately, then synthesizes each text. */
function bulkWorkflow(operation: string, credential: Credential, path: string): Workflow {
	return {
		name: path,
		nodes: [
			{
				name: 'Webhook',
				type: 'n8n-nodes-base.webhook',
				typeVersion: 2.1,
				position: [0, 0],
				webhookId: path,
				parameters: { httpMethod: 'POST', path, responseMode: 'onReceived', options: {} },
			},
			{
				name: 'Split Out',
				type: 'n8n-nodes-base.splitOut',
				typeVersion: 1,
				position: [240, 0],
				parameters: { fieldToSplitOut: 'body.texts', options: { destinationFieldName: 'text' } },
			},
			{
				name: 'AsyncFlow',
				type: 'n8n-nodes-voice-cloning.asyncFlow',
				typeVersion: 1,
				position: [480, 0],
				parameters: {
					resource: 'speech',
					operation,
					text: '={{ $json.text }}',
					voiceId: { __rl: true, mode: 'id', value: 'e0f39dc4-f691-4e78-bba5-5c636692cc04' },
					modelId: 'asyncflow_v2.0',
					container: 'mp3',
					sampleRate: 44_100,
					bitRate: 192_000,
					binaryPropertyOutput: 'data',
					options: { concurrency: CONCURRENCY },
				},
				credentials: { asyncFlowApi: { id: credential.id, name: credential.name } },
			},
		],
		connections: {
			Webhook: { main: [[{ node: 'Split Out', type: 'main', index: 0 }]] },
			'Split Out': { main: [[{ node: 'AsyncFlow', type: 'main', index: 0 }]] },
		},
		settings: { executionOrder: 'v1' },
	};
}

/** Stops executions from the list of executions. */
export function cancellationTests(n8n: () => N8nInstance): void {
	describe('stopping an execution', () => {
		test.each(OPERATIONS)('ends the requests of %s immediately and sends no more', async (operation) => {
			const { client, asyncFlow, stopExecution } = n8n();
			const { credential, account } = await asyncFlow();
			await account.update({ latencyMs: LATENCY_MS });
			const path = `cancel-${operation}`;
			const workflow = await client.importWorkflow(bulkWorkflow(operation, credential, path));
			await client.publish(workflow);
			const texts = Array.from({ length: ITEMS }, (_, index) => `This is sentence number ${index}.`);
			await client.callWebhook(path, { texts });

			// After the first round, so that the stopped run has results.
			await until(
				async () => await account.requests(),
				(entries) => entries.length >= CONCURRENCY,
			);
			await account.update({ latencyMs: FOREVER_MS });
			const slowSince = Date.now();
			await until(
				async () => await account.requests(),
				(entries) =>
					entries.filter(({ closedAt, receivedAt }) => closedAt === null && receivedAt > slowSince).length ===
					CONCURRENCY,
			);
			const [execution] = await client.executions(workflow.id);
			const stoppedAt = Date.now();
			await stopExecution(execution?.id ?? '');
			await sleep(2 * SOON_MS);

			const entries = await account.requests();
			const cut = entries.filter(({ closedAt }) => closedAt === null || closedAt >= stoppedAt);
			expect(cut.length).toBe(CONCURRENCY);
			for (const { aborted, closedAt } of cut) {
				expect(aborted).toBe(true);
				expect((closedAt ?? Infinity) - stoppedAt).toBeLessThan(SOON_MS);
			}
			expect(entries.filter(({ receivedAt }) => receivedAt > stoppedAt)).toEqual([]);
			expect(entries.length).toBeLessThan(ITEMS);
			expect(await outcomes(client, workflow.id, 1)).toEqual(['canceled']);
			await client.unpublish(workflow.id);
		});

		test('closes the WebSocket immediately', async () => {
			const { client, asyncFlow, stopExecution } = n8n();
			const { credential, account } = await asyncFlow();
			await account.fault({ kind: 'wsSilent' });
			const path = 'cancel-socket';
			const workflow = await client.importWorkflow(bulkWorkflow('synthesizeWebSocket', credential, path));
			await client.publish(workflow);
			await client.callWebhook(path, { texts: ['One.', 'Two.', 'Three.', 'Four.'] });

			// The setup, then a text and its end for each concurrent item.
			await until(
				async () => await account.requests(),
				(entries) => entries[0]?.socket?.received.length === 1 + 2 * CONCURRENCY,
			);
			const [execution] = await client.executions(workflow.id);
			const stoppedAt = Date.now();
			await stopExecution(execution?.id ?? '');
			await sleep(2 * SOON_MS);

			const [socket, ...others] = await account.requests();
			expect(others).toEqual([]);
			expect((socket?.closedAt ?? Infinity) - stoppedAt).toBeLessThan(SOON_MS);
			expect(await outcomes(client, workflow.id, 1)).toEqual(['canceled']);
			await client.unpublish(workflow.id);
		});

		test('sends no request that was waiting for a retry', async () => {
			const { client, asyncFlow, stopExecution } = n8n();
			const { credential, account } = await asyncFlow();
			await account.fault({
				kind: 'status',
				status: 429,
				errorCode: 'RATE_LIMIT_EXCEEDED',
				retryAfter: 1,
				times: 1000,
			});
			const workflow = await client.importWorkflow(bulkWorkflow('synthesize', credential, 'cancel-retries'));
			await client.publish(workflow);
			await client.callWebhook('cancel-retries', { texts: ['One.', 'Two.'] });

			await until(
				async () => await account.requests(),
				(entries) => entries.length >= 4 && entries.every(({ closedAt }) => closedAt !== null),
			);
			const [execution] = await client.executions(workflow.id);
			await stopExecution(execution?.id ?? '');
			const sent = (await account.requests()).length;
			await sleep(2 * SOON_MS);
			expect((await account.requests()).length).toBe(sent);
			await client.unpublish(workflow.id);
		});
	});
}
