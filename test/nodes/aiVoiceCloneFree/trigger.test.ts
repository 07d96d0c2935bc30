import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { N8nCore, shown } from '../../support/n8nCore';
import type { Playground, PlaygroundAccount } from '../../support/playground';
import { startPlayground } from '../../support/playground';

let core: N8nCore;
let playground: Playground;
let account: PlaygroundAccount;

beforeAll(async () => {
	[core, playground] = await Promise.all([N8nCore.load(), startPlayground()]);
	account = await playground.account();
});
afterAll(async () => {
	await playground.close();
});

/** Runs `execute()` of the trigger with what `webhook()` returned. */
async function run(json: INodeExecutionData['json'], options: INodeParameters = {}) {
	return await core.run({
		node: 'aiVoiceCloneFreeTrigger',
		parameters: { events: ['completed', 'failed'], options },
		credential: { apiKey: account.apiKey, baseUrl: playground.baseUrl('aivoiceclonefree') },
		items: [{ json }],
	});
}

const accepted = (status: string, fields: INodeExecutionData['json']) => ({
	...{ taskId: 'a', status, verified: true, requests: 1, retries: 0 },
	fields: { task_id: 'a', status, ...fields },
});

describe('the execution that a call has started', () => {
	it('says what to do when there was no call', async () => {
		const result = await run({ anything: true });
		expect(shown(result).title).toMatch(/was started without a callback from the provider/);
		expect(shown(result).description).toMatch(/Send a request to its webhook URL/);
	});

	it('keeps the names of the node for what the node says', async () => {
		const forged = { audio: { mimeType: 'audio/wav' }, verified: 'yes', provider: 'x', taskId: 'b', more: 1 };
		const { items } = await run(accepted('completed', forged));
		// The playground does not know the task, so there is no audio.
		expect(items[0]?.json).toEqual({
			...{ task_id: 'a', status: 'completed', more: 1 },
			...{ provider: 'aiVoiceCloneFree', operation: 'trigger', taskId: 'a', verified: true },
			audioUnavailable: expect.stringContaining('Task not found'),
		});
	});

	it('has no request to make when the audio is not wanted', async () => {
		const before = (await account.requests()).length;
		const { items } = await run(accepted('completed', {}), { downloadAudio: false });
		expect(items[0]?.json).toMatchObject({ task_id: 'a', taskId: 'a', verified: true });
		expect(await account.requests()).toHaveLength(before);
	});
});
