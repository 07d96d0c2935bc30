import { describe, expect, it } from '@jest/globals';
import type { INodeParameters } from 'n8n-workflow';

import { cloneRun, sampleItem, textOf } from '../../support/aiVoiceCloneFree';
import { asyncFlowRun, operation, voice } from '../../support/asyncFlow';
import { faseehRun } from '../../support/faseeh';
import type { NodeResult, NodeRun } from '../../support/n8nCore';
import { shown } from '../../support/n8nCore';
import type { Fault, FormNotes } from '../../support/playground';
import { SMALL, useWorld } from '../../support/world';

const world = useWorld();

/** All that n8n shows or stores of a result. */
const everything = (result: NodeResult): string => JSON.stringify(result) + String(result.error?.stack);

const RUNS = {
	asyncFlow: () => asyncFlowRun(world.playground, world.account, SMALL),
	faseeh: () => faseehRun(world.playground, world.account),
} as const;

const FAULTS: Array<[string, (key: string) => Fault]> = [
	['the code of a refusal', (key) => ({ kind: 'status', status: 401, errorCode: `INVALID_${key}` })],
	['the message of a refusal', (key) => ({ kind: 'status', status: 400, message: `Your key ${key} is odd` })],
	[
		'a refusal as text',
		(key) => ({ kind: 'raw', status: 400, contentType: 'text/plain', body: `No: ${key}` }),
	],
	[
		'an answer in place of audio',
		(key) => ({ kind: 'raw', status: 200, contentType: 'application/json', body: `{"key":"${key}"}` }),
	],
	[
		'a redirect',
		(key) => ({ kind: 'redirect', location: `https://${key.toLowerCase()}.example.com/${key}` }),
	],
];

describe.each(['asyncFlow', 'faseeh'] as const)('%s does not show the API key', (node) => {
	it.each(FAULTS)('of %s', async (_, fault) => {
		await world.account.fault(fault(world.account.apiKey));
		for (const onError of ['stopWorkflow', 'continueRegularOutput'] as const) {
			const result = await world.core.run({ ...RUNS[node](), onError });
			expect(everything(result).toLowerCase()).not.toContain(world.account.apiKey.toLowerCase());
			await world.account.fault(fault(world.account.apiKey));
		}
	});
});

describe('the API key is not in the output', () => {
	it('of an answer in JSON, neither in values nor in names', async () => {
		const { apiKey } = world.account;
		const body = JSON.stringify({ voice_id: 'v1', owner: apiKey, nested: [{ [apiKey]: `x ${apiKey} y` }] });
		await world.account.fault({ kind: 'raw', status: 200, contentType: 'application/json', body });
		const result = await world.core.run({
			...asyncFlowRun(world.playground, world.account),
			parameters: operation('voice', 'get', voice('v1')),
		});
		expect(result.items[0]?.json).toMatchObject({ owner: '***', nested: [{ '***': 'x *** y' }] });
		expect(everything(result)).not.toContain(apiKey);
	});
});

it('a long code is cut', async () => {
	await world.account.fault({ kind: 'status', status: 400, errorCode: 'E'.repeat(60_000) });
	expect(shown(await world.core.run(RUNS.asyncFlow())).description.length).toBeLessThan(2000);
});

describe('a task', () => {
	const run = async (name: string, changes: INodeParameters = {}, more: Partial<NodeRun> = {}) =>
		await world.core.run({
			...cloneRun(world.playground, world.account, {
				resource: 'task',
				operation: name,
				text: textOf(1200),
				...changes,
			}),
			items: [await sampleItem(world.core)],
			...more,
		});

	it('that fails does not show the API key in its reason', async () => {
		const { apiKey } = world.account;
		await world.account.update({ taskMs: 100, taskOutcome: 'failed', taskError: `Denied for ${apiKey}` });
		const waited = await run('createAndWait');
		expect(shown(waited).description).toMatch(/Denied for \*\*\*/);
		expect(everything(waited)).not.toContain(apiKey);
		const taskId = /task ID is ([\w-]+)/.exec(shown(waited).description)?.[1] ?? '';
		const { items } = await run('getStatus', { taskId });
		expect(items[0]?.json).toMatchObject({ status: 'failed', failureReason: 'Denied for ***' });
	});

	it('that is created does not show the API key or the callback token that its answer repeats', async () => {
		const options = { callbackUrl: 'http://127.0.0.1/webhook/1234/webhook' };
		await run('create', { options });
		const [request] = await world.account.requests();
		const callback = (request?.body as FormNotes).fields.callback_url as string;
		const { apiKey } = world.account;
		const body = JSON.stringify({ task_id: 'task-1', status: 'pending', owner: apiKey, callback });
		await world.account.fault({ kind: 'raw', status: 202, contentType: 'application/json', body });
		const result = await run('create', { options });
		expect(result.items[0]?.json).toMatchObject({ taskId: 'task-1', owner: '***' });
		expect(everything(result)).not.toContain(apiKey);
		expect(everything(result)).not.toContain(new URL(callback).searchParams.get('voice_token'));
	});

	it.each([
		['with its question mark', (query: string) => `?${query}`],
		['without its question mark', (query: string) => query],
		['as the token alone', (query: string) => query.split('=')[1] ?? ''],
		['encoded', (query: string) => encodeURIComponent(query)],
	])(
		'that is refused does not show the callback token when the provider quotes the query %s',
		async (_, quoted) => {
			const options = { callbackUrl: 'http://127.0.0.1/webhook/1234/webhook' };
			await run('create', { options });
			const [request] = await world.account.requests();
			const { search, searchParams } = new URL((request?.body as FormNotes).fields.callback_url as string);
			const token = searchParams.get('voice_token') ?? '';
			expect(token).toHaveLength(43);
			await world.account.fault({
				kind: 'status',
				status: 422,
				message: `Bad URL: ${quoted(search.slice(1))}!`,
			});
			const result = await run('create', { options });
			expect(shown(result).description).toMatch(/Bad URL: .*\*\*\*/);
			expect(everything(result)).not.toContain(token);
		},
	);
});
