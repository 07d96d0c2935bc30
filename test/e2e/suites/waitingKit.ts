import { expect } from '@jest/globals';

import type { Credential, SavedWorkflow } from '../../../scripts/n8n/types.ts';
import { textOf, wavSample } from '../../support/aiVoiceCloneFree';
import { decode } from '../../support/ffprobe';
import type { N8nInstance } from '../../support/n8nInstance';
import type { AccountSettings, FormNotes, PlaygroundAccount } from '../../support/playground';
import { outcomes, until } from '../until';
import { chain, noOperation, providerNode, sampleWebhook } from './taskWorkflows';

export const NODE = 'aiVoiceCloneFree';
export const TEXT = textOf(1200);
const SAMPLE = Buffer.from(wavSample(6));

/** What tests of Create and Wait do. */
export function waitingKit(n8n: () => N8nInstance) {
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
		const response = await fetch(url, { method: 'POST', headers, body: SAMPLE });
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

	return { start, call, idOf, state, parked, callbackUrl, taskId, post, expectAudio };
}
