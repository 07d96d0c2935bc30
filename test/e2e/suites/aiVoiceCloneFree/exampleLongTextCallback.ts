import { afterEach, describe, expect, test } from '@jest/globals';
import type { INodeExecutionData } from 'n8n-workflow';

import type { SavedWorkflow, Workflow } from '../../../../tools/n8n/types.ts';
import { textOf } from '../../../support/aiVoiceCloneFree';
import { decode } from '../../../support/ffprobe';
import type { N8nInstance } from '../../../support/n8nInstance';
import type { AccountSettings, PlaygroundAccount } from '../../../support/playground';
import { outcomes } from '../../fixtures/until';
import { upload } from '../../fixtures/upload';

const EXAMPLE = 'aivoiceclonefree-long-text-with-callback';
const PATH = 'aivoiceclonefree-callback';
const TEXT = textOf(1200);

/** After the wait, one node reads earlier input, as the note in the example describes. */
const remembering = (workflow: Workflow): Workflow => ({
	...workflow,
	nodes: workflow.nodes.map((node) => {
		if (node.name !== 'Notify someone') return node;
		const value = "={{ $('Receive sample and text').item.json.body.text }}";
		const assignments = { assignments: [{ id: 'text', name: 'text', value, type: 'string' }] };
		const parameters = { assignments, includeOtherFields: true, options: {} };
		return { ...node, type: 'n8n-nodes-base.set', typeVersion: 3.4, parameters };
	}),
});

export function longTextCallbackExampleTests(n8n: () => N8nInstance): void {
	describe(`the example ${EXAMPLE}`, () => {
		let live: SavedWorkflow;

		const publish = async (
			settings: Partial<AccountSettings>,
			change?: (workflow: Workflow) => Workflow,
		): Promise<PlaygroundAccount> => {
			const { credential, account } = await n8n().aiVoiceCloneFree(settings);
			live = await n8n().publishExample(EXAMPLE, [credential], change);
			return account;
		};

		/** The output of a node in the only execution, once it has finished. */
		const outputOf = async (node: string): Promise<INodeExecutionData[]> => {
			expect(await outcomes(n8n().client, live.id, 1)).toEqual(['success']);
			const [execution] = await n8n().client.executions(live.id);
			return await n8n().outputOf(execution?.id ?? '', node);
		};

		async function expectAudio(): Promise<void> {
			const [item, ...others] = await outputOf('Do something with the audio');
			expect(others).toEqual([]);
			const audio = { mimeType: 'audio/wav', fileName: 'story.wav' };
			expect(item?.json).toMatchObject({ status: 'completed', taskId: expect.any(String), audio });
			const bytes = await n8n().client.binary(item?.binary?.data?.id ?? '');
			expect((await decode(bytes)).meanVolume).toBeGreaterThan(-40);
			expect(await outputOf('Notify someone')).toEqual([]);
		}

		afterEach(async () => {
			await n8n().client.unpublish(live.id);
		});

		test('responds immediately, and continues with the audio after the callback', async () => {
			const account = await publish({ taskMs: 1500 });
			const response = await upload(n8n(), PATH, TEXT);
			expect(response.status).toBe(202);
			await expectAudio();
			expect((await account.deliveries()).at(-1)).toMatchObject({ kind: 'right', status: 200 });
		});

		test('has a branch for a failed task', async () => {
			await publish({ taskMs: 1000, taskOutcome: 'failed', taskError: 'Too noisy' }, remembering);
			await upload(n8n(), PATH, TEXT);
			const [item] = await outputOf('Notify someone');
			expect(item?.json).toMatchObject({ status: 'failed', failureReason: 'Too noisy', text: TEXT });
			expect(await outputOf('Do something with the audio')).toEqual([]);
		});

		test('downloads the audio if the callback has none', async () => {
			const account = await publish({ taskMs: 1000 });
			await account.fault({ kind: 'status', status: 500, operation: 'getCloneTaskResult' });
			await upload(n8n(), PATH, TEXT);
			await expectAudio();
			const fetched = (await account.requests()).filter(
				({ operationId }) => operationId === 'getCloneTaskResult',
			);
			expect(fetched.map(({ status }) => status)).toEqual([500, 200]);
		});

		test('reports the reason when no task was created', async () => {
			const account = await publish({});
			const response = await upload(n8n(), PATH, textOf(400));
			expect(response.status).toBe(202);
			const [item] = await outputOf('Notify someone');
			// n8n adds the input fields to the items of the error output.
			expect(item?.json).toMatchObject({
				error: expect.stringContaining('at least 1000'),
				message: expect.stringContaining('Use the Clone operation'),
				details: { provider: 'aiVoiceCloneFree', operation: 'createAndWait' },
			});
			expect(await account.requests()).toEqual([]);
		});
	});
}
