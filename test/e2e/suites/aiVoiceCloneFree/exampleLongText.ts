import { afterEach, describe, expect, test } from '@jest/globals';

import type { SavedWorkflow } from '../../../../tools/n8n/types.ts';
import { textOf } from '../../../support/aiVoiceCloneFree';
import { decode } from '../../../support/ffprobe';
import type { N8nInstance } from '../../../support/n8nInstance';
import type { AccountSettings, PlaygroundAccount } from '../../../support/playground';
import { outcomes } from '../../fixtures/until';
import { upload, withParameters } from '../../fixtures/upload';

const EXAMPLE = 'aivoiceclonefree-long-text';
const PATH = 'aivoiceclonefree-long-text';
const TEXT = textOf(1200);

/** A test cannot wait thirty seconds between two polls. */
const impatient = withParameters('Create a task and wait', { pollInterval: 1 });

export function longTextExampleTests(n8n: () => N8nInstance): void {
	describe(`the example ${EXAMPLE}`, () => {
		let live: SavedWorkflow;

		const publish = async (settings: Partial<AccountSettings>): Promise<PlaygroundAccount> => {
			const { credential, account } = await n8n().aiVoiceCloneFree(settings);
			live = await n8n().publishExample(EXAMPLE, [credential], impatient);
			return account;
		};

		afterEach(async () => {
			await n8n().client.unpublish(live.id);
		});

		test('returns the audio when the task is completed', async () => {
			const account = await publish({ taskMs: 1500 });
			const response = await upload(n8n(), PATH, TEXT);
			expect(response.status).toBe(200);
			expect(response.headers.get('content-type')).toBe('audio/wav');
			const { warnings, meanVolume } = await decode(Buffer.from(await response.arrayBuffer()));
			expect(warnings).toBe('');
			expect(meanVolume).toBeGreaterThan(-40);
			expect(await account.usage()).toMatchObject({ characters: 1200 });
			expect(await outcomes(n8n().client, live.id, 1)).toEqual(['success']);
		});

		test('returns the reason and the task ID when the task fails', async () => {
			const account = await publish({ taskMs: 500, taskOutcome: 'failed', taskError: 'Too noisy' });
			const response = await upload(n8n(), PATH, TEXT);
			expect(response.status).toBe(422);
			const { error, taskId } = (await response.json()) as { error: string; taskId: string };
			expect(error).toContain('The task failed');
			const polls = (await account.requests()).filter(({ method }) => method === 'GET');
			expect(polls.map(({ path }) => path.split('/').at(-1))).toContain(taskId);
		});

		test('returns only the reason when no task was created', async () => {
			const account = await publish({});
			const response = await upload(n8n(), PATH, textOf(400));
			expect(response.status).toBe(422);
			expect(await response.json()).toEqual({ error: expect.stringContaining('at least 1000') });
			expect(await account.requests()).toEqual([]);
		});
	});
}
