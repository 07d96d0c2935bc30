import { beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Credential, SavedWorkflow } from '../../../scripts/n8n/types.ts';
import { textOf, wavSample } from '../../support/aiVoiceCloneFree';
import { decode } from '../../support/ffprobe';
import type { N8nInstance } from '../../support/n8nInstance';
import type { AccountSettings, FormNotes, PlaygroundAccount } from '../../support/playground';
import { outcomes, until } from '../until';
import { chain, noOperation, providerNode, sampleWebhook } from './taskWorkflows';

const NODE = 'aiVoiceCloneFree';
const TEXT = textOf(1200);
/** n8n looks for executions whose time is up once a minute. */
const EXPIRY_MS = 150_000;

/** Waiting for a long task, in both ways, in a real n8n. */
export function waitingTests(n8n: () => N8nInstance): void {
	let sample: Buffer<ArrayBuffer>;

	beforeAll(() => {
		sample = Buffer.from(wavSample(6));
	});

	/** A workflow that waits for a task, called once with a sample. */
	async function start(
		path: string,
		settings: Partial<AccountSettings>,
		parameters: Record<string, unknown>,
		nodeSettings: Record<string, unknown> = {},
	): Promise<{ workflow: SavedWorkflow; account: PlaygroundAccount; credential: Credential }> {
		const { client, aiVoiceCloneFree } = n8n();
		const { account, credential } = await aiVoiceCloneFree(settings);
		const node = providerNode(credential, NODE, {
			...nodeSettings,
			parameters: {
				resource: 'task',
				operation: 'createAndWait',
				binaryPropertyName: 'data',
				text: TEXT,
				binaryPropertyOutput: '={{ $json.headers ? "speech" : "nothing" }}',
				waitMode: 'callback',
				maxWait: 600,
				pollInterval: 1,
				options: { fileName: 'story' },
				...parameters,
			},
		});
		const workflow = await client.importWorkflow(chain(path, [sampleWebhook(path), node, noOperation]));
		await client.publish(workflow);
		await call(path);
		return { workflow, account, credential };
	}

	async function call(path: string): Promise<void> {
		const url = `${n8n().client.url}/webhook/${path}`;
		const headers = { 'content-type': 'audio/wav' };
		const response = await fetch(url, { method: 'POST', headers, body: sample });
		expect(response.status).toBe(200);
	}

	const idOf = async ({ id }: SavedWorkflow) => (await n8n().client.executions(id))[0]?.id ?? '';
	const state = async ({ id }: SavedWorkflow) => (await n8n().client.executions(id))[0]?.status;
	const parked = async (workflow: SavedWorkflow) =>
		await until(
			async () => await state(workflow),
			(status) => status === 'waiting',
		);

	/** The URL that the provider was given to call. */
	async function callbackUrl(account: PlaygroundAccount): Promise<URL> {
		const created = (await account.requests()).find(({ operationId }) => operationId === 'createCloneTask');
		return new URL((created?.body as FormNotes).fields['callback_url'] as string);
	}

	async function taskId(account: PlaygroundAccount): Promise<string> {
		const [delivery] = await until(
			async () => await account.deliveries(),
			(all) => all.length > 0,
		);
		return delivery?.taskId ?? '';
	}

	const post = async (url: URL, body: unknown) =>
		await fetch(url, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
		});

	/** The one execution ended well; its output is audio that can be heard. */
	async function expectAudio(workflow: SavedWorkflow): Promise<void> {
		expect(await outcomes(n8n().client, workflow.id, 1)).toEqual(['success']);
		const [item, ...others] = await n8n().outputOf(await idOf(workflow), 'Next');
		expect(others).toEqual([]);
		expect(item?.json).toMatchObject({
			provider: NODE,
			operation: 'createAndWait',
			status: 'completed',
			characters: 1200,
			audio: { fileName: 'story.wav', mimeType: 'audio/wav' },
		});
		const audio = await n8n().client.binary(item?.binary?.['speech']?.id ?? '');
		expect((await decode(audio)).meanVolume).toBeGreaterThan(-40);
	}

	describe('create and wait, by callback', () => {
		test('parks the execution, and the call of the provider resumes it with the audio', async () => {
			const { workflow, account } = await start('wait-callback', { taskMs: 1500 }, {});
			await parked(workflow);
			await expectAudio(workflow);
			expect((await account.deliveries()).map(({ status }) => status)).toEqual([200]);
			expect(readFileSync(n8n().logFile, 'utf8')).not.toContain(account.apiKey);
		});

		test('goes on after n8n was killed while it waited', async () => {
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

		test('is not lost to a call that comes before the execution is parked, if it is sent again', async () => {
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

		test('resumes for nothing but the end of its own task, told by the provider', async () => {
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
			// The body says that it is over, the provider does not.
			expect((await post(url, completed)).status).toBe(409);
			expect(await state(workflow)).toBe('waiting');

			await sleep(4500);
			expect((await post(url, completed)).status).toBe(200);
			await expectAudio(workflow);
			expect((await post(url, completed)).status).toBe(409);
		});

		test('works with Execute Once, for which n8n copies the input', async () => {
			const { workflow } = await start('wait-once', { taskMs: 500 }, {}, { executeOnce: true });
			await expectAudio(workflow);
		});

		test('is not ended by a call that cannot be dealt with', async () => {
			const { workflow, account, credential } = await start('wait-broken', { taskMs: 0, webhooks: [] }, {});
			await parked(workflow);
			const url = await callbackUrl(account);
			const pending = await n8n().outputOf(await idOf(workflow), NODE);
			const report = { task_id: pending[0]?.json['taskId'], status: 'completed' };
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

		test('tells a task that failed from one that did not', async () => {
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
			'hands on the ID of the task when no call comes in time',
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
				// The sample must not be taken for the speech.
				expect(item?.binary).toBeUndefined();
				// What came before is left as it was.
				const [before] = await n8n().outputOf(await idOf(workflow), 'Webhook');
				expect(before?.binary).toHaveProperty('data');
				expect((await account.requests()).filter(({ status }) => status === 202)).toHaveLength(1);
			},
			EXPIRY_MS + 30_000,
		);

		test('takes one item, and says so before it pays', async () => {
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
			expect((await client.execution(await idOf(workflow))).data).toContain('takes one item, but 2 came in');
			expect(await account.requests()).toEqual([]);
		});
	});

	describe('create and wait, by polling', () => {
		test('gives the audio', async () => {
			const { workflow } = await start('wait-poll', { taskMs: 1000 }, { waitMode: 'poll' });
			await expectAudio(workflow);
		});

		test('leaves the ID of the task in the log when n8n is killed while it waits', async () => {
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
