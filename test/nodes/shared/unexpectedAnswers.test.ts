import { describe, expect, it } from '@jest/globals';
import type { INodeParameters } from 'n8n-workflow';

import { cloneRun, sampleItem, textOf, wavSample } from '../../support/aiVoiceCloneFree';
import { asyncFlowRun, operation } from '../../support/asyncFlow';
import { faseehRun } from '../../support/faseeh';
import { shown } from '../../support/n8nCore';
import { useWorld } from '../../support/world';

const world = useWorld({ taskMs: 100 });

const json = (body: string, status = 200) =>
	({ kind: 'raw', status, contentType: 'application/json', body }) as const;

const runTask = async (name: string, changes: INodeParameters = {}) =>
	await world.core.run({
		...cloneRun(world.playground, world.account, {
			resource: 'task',
			operation: name,
			text: textOf(1200),
			...changes,
		}),
		items: [await sampleItem(world.core)],
	});

describe('a task that was accepted', () => {
	it('with an answer that breaks off behind its ID is waited for', async () => {
		await world.account.fault({
			kind: 'truncate',
			framing: 'length',
			keepFraction: 0.8,
			operation: 'createCloneTask',
		});
		const { items, error } = await runTask('createAndWait');
		expect(error).toBeUndefined();
		const requests = await world.account.requests();
		expect(requests.filter(({ operationId }) => operationId === 'createCloneTask')).toHaveLength(1);
		expect(requests.at(-1)?.path).toContain(items[0]?.json.taskId);
	});

	it('with an answer that breaks off before its ID is not created again', async () => {
		await world.account.fault({
			kind: 'truncate',
			framing: 'length',
			keepBytes: 3,
			operation: 'createCloneTask',
		});
		const result = await runTask('createAndWait');
		expect(shown(result).title).toMatch(/closed before the response was complete/);
		expect(shown(result).description).toMatch(/may have been processed and charged/);
		expect(await world.account.requests()).toHaveLength(1);
	});

	it('keeps its ID in the error when its audio cannot be had', async () => {
		await world.account.fault({
			kind: 'truncate',
			framing: 'length',
			operation: 'getCloneTaskResult',
			times: 99,
		});
		const result = await runTask('createAndWait', { options: { maxRetries: 0 } });
		const created = (await world.account.requests()).find(
			({ operationId }) => operationId === 'getCloneTaskStatus',
		);
		const taskId = created?.path.split('/').at(-1) ?? '';
		expect(taskId.length).toBeGreaterThan(5);
		expect(shown(result).description).toContain(taskId);
	});
});

describe('a clone without the ID of a voice', () => {
	const clone = async () =>
		await world.core.run({
			...asyncFlowRun(world.playground, world.account, {
				...operation('voice', 'clone'),
				name: 'Narrator',
				language: 'en',
				enhance: false,
				binaryPropertyName: 'data',
				additionalFields: {},
			}),
			items: [await world.core.itemWith(wavSample(6))],
		});

	it.each(['{}', '[]', 'null', '"ok"', '{"voice_id":""}', '{"voice_id":7}'])(
		'%s is an error',
		async (body) => {
			await world.account.fault(json(body));
			const result = await clone();
			expect(shown(result).title).toMatch(/returned no voice ID/);
			expect(shown(result).description).toMatch(/Check with Get Many/);
			expect(await world.account.requests()).toHaveLength(1);
		},
	);

	it('204 is an error', async () => {
		await world.account.fault(json('', 204));
		expect(shown(await clone()).title).toMatch(/returned no voice ID/);
	});

	it('an error under status 200 is that error', async () => {
		await world.account.fault(json('{"detail":{"error_code":"VOICE_LIMIT_EXCEEDED","message":"No more"}}'));
		const result = await clone();
		expect(result.error).toBeDefined();
		expect(result.items).toEqual([]);
	});
});

describe('a redirect', () => {
	it('of a result to a storage host does not advise to enter that host', async () => {
		const location = 'https://bucket.s3.amazonaws.com/audio.wav?signature=secret-signature';
		await world.account.fault({
			kind: 'redirect',
			status: 302,
			location,
			operation: 'getCloneTaskResult',
			times: 9,
		});
		const { description, title } = shown(await runTask('createAndWait'));
		expect(title).toMatch(/redirected the request to https:\/\/bucket\.s3\.amazonaws\.com/);
		expect(description).not.toMatch(/enter it as the base URL/);
		expect(title + description).not.toContain('secret-signature');
	});

	it('of the same path to another host names that host as base URL', async () => {
		await world.account.fault({
			kind: 'redirect',
			status: 308,
			location: 'https://api.example.com/text_to_speech',
		});
		const result = await world.core.run(asyncFlowRun(world.playground, world.account));
		expect(shown(result).description).toMatch(
			/If you trust https:\/\/api\.example\.com, enter it as the base URL/,
		);
	});
});

describe('a list', () => {
	it('whose cursor leads to the same voices for ever ends', async () => {
		const voices = [{ voice_id: 'one', name: 'One' }];
		for (let i = 0; i < 5; i += 1)
			await world.account.fault(json(JSON.stringify({ voices, next_cursor: `c${i}` })));
		const result = await world.core.run({
			...asyncFlowRun(world.playground, world.account),
			parameters: operation('voice', 'getMany', { returnAll: true, limit: 50, filters: {} }),
		});
		expect(result.items).toHaveLength(1);
		expect((await world.account.requests()).length).toBeLessThan(4);
	});
});

describe('the test of a credential', () => {
	const RUNS = {
		asyncFlow: () => asyncFlowRun(world.playground, world.account),
		faseeh: () => faseehRun(world.playground, world.account),
		aiVoiceCloneFree: () => cloneRun(world.playground, world.account),
	} as const;
	const NODES = Object.keys(RUNS) as Array<keyof typeof RUNS>;
	const test = async (node: keyof typeof RUNS, credential: { apiKey?: string; baseUrl?: string } = {}) => {
		const run = RUNS[node]();
		return await world.core.testCredential({ ...run, credential: { ...run.credential, ...credential } });
	};

	it.each(NODES)('of %s succeeds', async (node) => {
		expect(await test(node)).toMatchObject({ status: 'OK' });
	});

	it.each(NODES)('of %s fails with a wrong key', async (node) => {
		expect(await test(node, { apiKey: 'wrong' })).toMatchObject({ status: 'Error' });
	});

	it.each(NODES)('of %s fails with a wrong path, whatever the key', async (node) => {
		const baseUrl = `${RUNS[node]().credential.baseUrl as string}/nowhere`;
		expect(await test(node, { baseUrl })).toMatchObject({ status: 'Error' });
		expect(await test(node, { baseUrl, apiKey: 'wrong' })).toMatchObject({ status: 'Error' });
	});

	it.each(NODES)('of %s fails with an error under status 200', async (node) => {
		await world.account.fault(json('{"detail":{"error_code":"INVALID_API_KEY","message":"No"}}'));
		expect(await test(node)).toMatchObject({ status: 'Error' });
	});

	it.each(NODES)('of %s fails where everything is answered with 404', async (node) => {
		await world.account.fault(json('{"detail":"Not Found"}', 404));
		expect(await test(node)).toMatchObject({ status: 'Error' });
	});
});
