import { describe, expect, it } from '@jest/globals';

import { cloneRun, sampleItem, textOf } from '../../support/aiVoiceCloneFree';
import { asyncFlowRun } from '../../support/asyncFlow';
import { shown } from '../../support/n8nCore';
import { useWorld } from '../../support/world';

const world = useWorld();

// n8n hands over fields that depend on an expression, whatever it returns.
describe('a field that is hidden', () => {
	const hidden = { container: '={{ "wav" }}', bitRate: 0 };

	it('is not checked', async () => {
		const { items, error } = await world.core.run(asyncFlowRun(world.playground, world.account, hidden));
		expect(error).toBeUndefined();
		expect(items[0]?.json.audio).toMatchObject({ mimeType: 'audio/wav' });
	});

	it('is checked when the expression shows it', async () => {
		const shownAgain = { container: '={{ "mp3" }}', bitRate: '={{ undefined }}' };
		const result = await world.core.run(asyncFlowRun(world.playground, world.account, shownAgain));
		expect(shown(result).title).toMatch(/^Bit Rate is empty/);
	});
});

describe('an option', () => {
	it('that n8n kept from another operation means the same here', async () => {
		const parameters = { resource: 'task', operation: 'create', text: textOf(1000) };
		const { items, error } = await world.core.run({
			...cloneRun(world.playground, world.account, { ...parameters, options: { repeatUncertain: 'parts' } }),
			items: [await sampleItem(world.core)],
		});
		expect(error).toBeUndefined();
		expect(items[0]?.json.taskId).toEqual(expect.any(String));
	});

	it('that applies to the whole run is read from the first item only', async () => {
		const options = { concurrency: '={{ $itemIndex === 0 ? 2 : 0 }}' };
		const { items, error } = await world.core.run({
			...asyncFlowRun(world.playground, world.account, { options }),
			items: [{ json: {} }, { json: {} }],
		});
		expect(error).toBeUndefined();
		expect(items).toHaveLength(2);
	});

	it('of the trigger that only its webhook reads does not stop the execution', async () => {
		const { error } = await world.core.run({
			node: 'aiVoiceCloneFreeTrigger',
			parameters: { events: ['={{ 1 }}'], options: { downloadAudio: false, requireSignature: '={{ 1 }}' } },
			credential: { apiKey: world.account.apiKey, baseUrl: world.playground.baseUrl('aivoiceclonefree') },
			items: [
				{
					json: {
						...{ taskId: 'a', status: 'completed', verified: true, requests: 1, retries: 0 },
						fields: { task_id: 'a' },
					},
				},
			],
		});
		expect(error).toBeUndefined();
	});
});
