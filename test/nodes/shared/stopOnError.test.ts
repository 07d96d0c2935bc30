import { describe, expect, it } from '@jest/globals';
import type { INodeParameters } from 'n8n-workflow';

import { cloneRun, sampleItem, textOf, wavSample } from '../../support/aiVoiceCloneFree';
import { asyncFlowRun, operation } from '../../support/asyncFlow';
import { shown } from '../../support/n8nCore';
import { CHUNK, lines, pause, sentences, SMALL, useWorld } from '../../support/world';

const world = useWorld();

const run = async (changes: INodeParameters, items = lines(5)) => {
	const { core, playground, account } = world;
	return await core.run({
		...asyncFlowRun(playground, account, { ...SMALL, text: '={{ $json.line }}', ...changes }),
		items,
	});
};

const operationsOf = async () => (await world.account.requests()).map(({ operationId }) => operationId);

describe('once the node is going to fail', () => {
	it('sends none of the chunks of all items that were not sent by then', async () => {
		await world.account.fault({ kind: 'status', status: 404, errorCode: 'VOICE_NOT_FOUND' });
		const options = { maxCharactersPerRequest: CHUNK };
		const result = await run({ text: sentences(20), options });
		expect(shown(result).title).toMatch(/Voice not found/);
		// Five were in flight, and a slot that becomes free in the same moment may be taken again.
		expect((await world.account.requests()).length).toBeLessThanOrEqual(10);
	});

	it('sends no further chunk of the item that failed', async () => {
		await world.account.update({ characterQuota: 0 });
		const options = { maxCharactersPerRequest: CHUNK };
		const result = await run({ text: sentences(20), options }, lines(1));
		expect(shown(result).title).toMatch(/quota exceeded/);
		expect((await world.account.requests()).length).toBeLessThanOrEqual(10);
	});

	it('ends the waits of all items that were refused for now, and does not send them again', async () => {
		await world.account.fault(
			{ kind: 'status', status: 429, errorCode: 'RATE_LIMIT_EXCEEDED', retryAfter: 2, times: 4 },
			{ kind: 'status', status: 404, errorCode: 'VOICE_NOT_FOUND' },
		);
		const result = await run({});
		expect(shown(result).title).toMatch(/Voice not found/);
		await pause(2500);
		expect(await world.account.requests()).toHaveLength(5);
	});

	it('sends no retry after a lost connection', async () => {
		await world.account.fault(
			{ kind: 'status', status: 503, times: 4 },
			{ kind: 'status', status: 404, errorCode: 'VOICE_NOT_FOUND' },
		);
		// Reading a voice changes nothing, so a 503 is repeated.
		const result = await run({
			...operation('voice', 'get'),
			voiceId: { __rl: true, mode: 'id', value: '={{ $json.line }}' },
		});
		expect(result.error).toBeDefined();
		const sent = (await world.account.requests()).length;
		await pause(1500);
		expect(await world.account.requests()).toHaveLength(sent);
		expect(sent).toBe(5);
	});

	it.each([
		['a text that is empty', ''],
		['a text that is too short for a task', 'Short.'],
	])('creates no task after an item with %s', async (_, text) => {
		const { core, playground, account } = world;
		await account.update({ maxActiveTasks: 1, taskMs: 500 });
		const sample = await sampleItem(core);
		const texts = [text, ...Array.from({ length: 4 }, () => textOf(1200))];
		const result = await core.run({
			...cloneRun(playground, account, {
				resource: 'task',
				operation: 'createAndWait',
				text: '={{ $json.text }}',
			}),
			items: texts.map((each) => ({ ...sample, json: { text: each } })),
		});
		expect(shown(result).title).toMatch(/item 0\]$/);
		await pause(1000);
		expect(await operationsOf()).toEqual([]);
	});
});

describe('what was paid for before the node failed', () => {
	it('is named with links to the audio of the items that were finished', async () => {
		await world.account.fault({ kind: 'status', status: 404, errorCode: 'VOICE_NOT_FOUND', skip: 3 });
		const result = await run({ options: { concurrency: 1 } });
		const { description } = shown(result);
		for (const item of [0, 1, 2])
			expect(description).toMatch(new RegExp(`item ${item} \\(audio: http\\S+signed`));
		expect(description).not.toMatch(/item [34] \(/);
		expect(result.error?.context).toMatchObject({
			paid: [0, 1, 2].map((item) => ({
				item,
				done: [{ field: 'data', audioLink: expect.stringMatching(/^http/) }],
			})),
		});
	});

	it('is named as lost where n8n keeps binary data in memory', async () => {
		await world.core.useBinaryMode('default');
		await world.account.fault({ kind: 'status', status: 404, errorCode: 'VOICE_NOT_FOUND', skip: 1 });
		const result = await run({ options: { concurrency: 1 } });
		await world.core.useBinaryMode('filesystem');
		expect(shown(result).description).toMatch(
			/item 0 \(audio: lost, because n8n keeps binary data in memory\)/,
		);
	});

	it('is named with the IDs of the voices that other items have cloned', async () => {
		const { core, playground, account } = world;
		await account.fault({ kind: 'status', status: 403, errorCode: 'VOICE_CLONE_LIMIT_REACHED', skip: 2 });
		const clone = {
			...operation('voice', 'clone'),
			name: 'Narrator',
			language: 'en',
			enhance: false,
			binaryPropertyName: 'data',
			additionalFields: {},
			options: { concurrency: 1 },
		};
		const sample = await core.itemWith(wavSample(6));
		const result = await core.run({
			...asyncFlowRun(playground, account, clone),
			items: [sample, sample, sample, sample],
		});
		expect(result.error).toBeDefined();
		const paid = result.error?.context?.paid as Array<{ item: number; voiceId: string }>;
		expect(paid.map(({ item }) => item)).toEqual([0, 1]);
		for (const { item, voiceId } of paid) {
			expect(voiceId.length).toBeGreaterThan(8);
			expect(shown(result).description).toContain(`item ${item} (voice ${voiceId})`);
		}
	});

	it('names twenty items, and has all in the context of the error', async () => {
		await world.account.fault({ kind: 'status', status: 404, errorCode: 'VOICE_NOT_FOUND', skip: 25 });
		const result = await run({ options: { concurrency: 1 } }, lines(27));
		expect(shown(result).description).toMatch(/and 5 more/);
		expect(result.error?.context?.paid).toHaveLength(25);
	});
});
