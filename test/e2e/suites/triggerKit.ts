import { expect } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';

import { callbackToken, webhookSubject } from '../../../nodes/shared/webhook/callbackToken';
import type { Credential, SavedWorkflow } from '../../../scripts/n8n/types.ts';
import { textOf, wavSample } from '../../support/aiVoiceCloneFree';
import type { N8nInstance } from '../../support/n8nInstance';
import type { AccountSettings, PlaygroundAccount } from '../../support/playground';
import { until } from '../until';
import { chain, noOperation, providerNode } from './taskWorkflows';

export const TEXT = textOf(1200);
export const SAMPLE = Buffer.from(wavSample(6));

/** A workflow that begins with the trigger, live. */
export interface Trigger {
	workflow: SavedWorkflow;
	account: PlaygroundAccount;
	credential: Credential;
	/** Production URL, without a token. */
	url: string;
	/** The same with the token that Create Task would give it. */
	signedUrl: string;
}

/** What the provider sends of a task that is completed. */
export const completed = (taskId: string) => ({
	task_id: taskId,
	status: 'completed',
	result_url: `https://elsewhere.example/${taskId}`,
	completed_at: '2026-01-15T10:32:00Z',
});

/** What tests of the trigger do. */
export function triggerKit(n8n: () => N8nInstance) {
	/** A workflow "trigger → next", live. */
	async function publish(
		webhookId: string,
		settings: Partial<AccountSettings> = {},
		parameters: Record<string, unknown> = {},
	): Promise<Trigger> {
		const { client, aiVoiceCloneFree } = n8n();
		const { account, credential } = await aiVoiceCloneFree(settings);
		const node = providerNode(credential, 'aiVoiceCloneFreeTrigger', {
			webhookId,
			parameters: { events: ['completed', 'failed'], options: {}, ...parameters },
		});
		const workflow = await client.importWorkflow(chain(`trigger ${webhookId}`, [node, noOperation]));
		await client.publish(workflow);
		const url = `${client.url}/webhook/${webhookId}/webhook`;
		const signedUrl = `${url}?voice_token=${callbackToken(account.apiKey, webhookSubject(url))}`;
		return { workflow, account, credential, url, signedUrl };
	}

	/** Creates a task straight with the provider and returns its ID. */
	async function createTask(account: PlaygroundAccount, callbackUrl?: string): Promise<string> {
		const form = new FormData();
		form.append('audio_file', new Blob([SAMPLE], { type: 'audio/wav' }), 'sample.wav');
		form.append('text', TEXT);
		if (callbackUrl !== undefined) form.append('callback_url', callbackUrl);
		const response = await fetch(`${n8n().playground.baseUrl('aivoiceclonefree')}/async-clone/create-task`, {
			method: 'POST',
			headers: { authorization: `Bearer ${account.apiKey}` },
			body: form,
		});
		expect(response.status).toBe(202);
		return ((await response.json()) as { task_id: string }).task_id;
	}

	/** Waits until the provider says that the task is over. */
	async function whenOver(account: PlaygroundAccount, taskId: string): Promise<void> {
		const url = `${n8n().playground.baseUrl('aivoiceclonefree')}/async-clone/task-status/${taskId}`;
		const ask = async () => {
			const response = await fetch(url, { headers: { authorization: `Bearer ${account.apiKey}` } });
			return ((await response.json()) as { status: string }).status;
		};
		await until(ask, (status) => status === 'completed' || status === 'failed', 60_000);
	}

	async function deliver(url: string, body: unknown): Promise<number> {
		const response = await fetch(url, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: typeof body === 'string' ? body : JSON.stringify(body),
			signal: AbortSignal.timeout(60_000),
		});
		await response.arrayBuffer();
		return response.status;
	}

	/**
	 * Waits until at least so many executions have ended, none is under way, and no other one has begun for a
	 * second: n8n begins an execution after it has answered the call.
	 *
	 * @returns The IDs of those that went on after the trigger, the oldest first.
	 */
	async function wentOn({ workflow }: Trigger, count: number, patience?: number): Promise<string[]> {
		const counts = () => countByState(workflow.id);
		for (let before = -1, ended = 0; ended !== before;) {
			before = ended;
			const now = await until(counts, ({ all, over }) => over >= count && over === all, patience);
			ended = now.over;
			await sleep(1000);
		}
		const rows = n8n().query(
			`SELECT e.id AS id FROM execution_entity e JOIN execution_data d ON d.executionId = e.id
			WHERE e.workflowId = ? AND d.data LIKE '%"${noOperation.name}":"%' ORDER BY e.id`,
			workflow.id,
		);
		return rows.map(({ id }) => String(id));
	}

	function countByState(workflowId: string): Promise<{ all: number; over: number }> {
		const [row] = n8n().query(
			`SELECT count(*) AS count, sum(status NOT IN ('new', 'running', 'waiting')) AS over
			FROM execution_entity WHERE workflowId = ?`,
			workflowId,
		);
		return Promise.resolve({ all: Number(row?.['count']), over: Number(row?.['over']) });
	}

	return { publish, createTask, whenOver, deliver, wentOn };
}
