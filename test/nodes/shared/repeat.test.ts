import { describe, expect, it } from '@jest/globals';
import type { INodeParameters } from 'n8n-workflow';

import { cloneRun, sampleItem, textOf, wavSample } from '../../support/aiVoiceCloneFree';
import { asyncFlowRun, operation } from '../../support/asyncFlow';
import { shown } from '../../support/n8nCore';
import type { Fault } from '../../support/playground';
import { CHUNK, sentences, SMALL, transcriptsIn, useWorld } from '../../support/world';

const world = useWorld();

/** What leaves open whether a request was processed. */
const UNCERTAIN: Fault[] = [
	{ kind: 'status', status: 500 },
	{ kind: 'status', status: 502 },
	{ kind: 'status', status: 503 },
	{ kind: 'reset', when: 'afterRead' },
	{ kind: 'truncate', framing: 'length' },
];
const nameOf = (fault: Fault) => ('status' in fault ? `${fault.kind} ${fault.status ?? ''}` : fault.kind);
const CASES = UNCERTAIN.map((fault) => [nameOf(fault), fault] as const);

const speak = async (options: INodeParameters, changes: INodeParameters = {}) =>
	await world.core.run(asyncFlowRun(world.playground, world.account, { ...SMALL, ...changes, options }));

const THREE = { maxCharactersPerRequest: CHUNK, concurrency: 1 };
const sent = async () => (await world.account.requests()).length;

describe.each(CASES)('after %s', (_, fault) => {
	it('“never” repeats no chunk', async () => {
		await world.account.fault(fault);
		const result = await speak({ ...THREE, repeatUncertain: 'never' }, { text: sentences(3) });
		expect(result.error).toBeDefined();
		expect(await sent()).toBe(1);
	});

	it('“parts” repeats one chunk of several, and counts it', async () => {
		await world.account.fault(fault);
		const { items } = await speak(THREE, { text: sentences(3) });
		expect(items[0]?.json).toMatchObject({ requests: 4, retries: 1, uncertainRepeats: 1 });
	});

	it('“parts” does not repeat a text in one request', async () => {
		await world.account.fault(fault);
		expect((await speak({})).error).toBeDefined();
		expect(await sent()).toBe(1);
	});

	it('“always” repeats that too, and counts it', async () => {
		await world.account.fault(fault);
		const { items } = await speak({ repeatUncertain: 'always' });
		expect(items[0]?.json).toMatchObject({ requests: 2, retries: 1, uncertainRepeats: 1 });
	});
});

it('“always” ends after Max Retries', async () => {
	await world.account.fault({ kind: 'status', status: 500, times: 9 });
	const result = await speak({ repeatUncertain: 'always', maxRetries: 2 });
	expect(shown(result).description).toMatch(/3 attempts/);
	expect(await sent()).toBe(3);
});

it.each(['never', 'always'])('“%s” repeats nothing that was refused for good', async (repeatUncertain) => {
	await world.account.fault({ kind: 'status', status: 404, errorCode: 'VOICE_NOT_FOUND', times: 9 });
	await speak({ repeatUncertain });
	expect(await sent()).toBe(1);
});

describe('over a WebSocket, when half of the audio has come', () => {
	const operationName = 'synthesizeWebSocket';
	const faults: Array<[string, Fault]> = [
		[
			'a rate limit',
			{ kind: 'wsError', errorCode: 'RATE_LIMIT_EXCEEDED', context: 'current', afterFrames: 1, times: 9 },
		],
		['a lost connection', { kind: 'wsDrop', afterFrames: 1, times: 9 }],
		['a close frame', { kind: 'wsClose', code: 1013, afterFrames: 1, times: 9 }],
	];

	it.each(faults)('%s does not repeat the text with “never”', async (_, fault) => {
		await world.account.fault(fault);
		const text = 'A sentence that is long enough for frames. '.repeat(5);
		const changes = { operation: operationName, container: 'raw', text };
		const result = await speak({ repeatUncertain: 'never' }, changes);
		expect(shown(result).description).toMatch(/probably charged; [1-9]\d* bytes of audio were received/);
		expect(transcriptsIn(await world.account.requests())).toHaveLength(1);
	});

	it.each(faults)('%s repeats the text with “always”, and counts it', async (_, fault) => {
		await world.account.fault({ ...fault, times: 1 });
		const text = 'A sentence that is long enough for frames. '.repeat(5);
		const changes = { operation: operationName, container: 'raw', text };
		const { items, error } = await speak({ repeatUncertain: 'always' }, changes);
		expect(error).toBeUndefined();
		expect(items[0]?.json).toMatchObject({ requests: 2, uncertainRepeats: 1 });
	});
});

describe.each([
	['never', 1],
	['parts', 1],
	['always', 2],
])('“%s”', (repeatUncertain, requests) => {
	it('decides about a clone', async () => {
		await world.account.fault({ kind: 'status', status: 500 });
		const clone = {
			...operation('voice', 'clone'),
			name: 'Narrator',
			language: 'en',
			enhance: false,
			binaryPropertyName: 'data',
			additionalFields: {},
			options: { repeatUncertain },
		};
		const result = await world.core.run({
			...asyncFlowRun(world.playground, world.account, clone),
			items: [await world.core.itemWith(wavSample(6))],
		});
		expect(await sent()).toBe(requests);
		expect(result.error === undefined).toBe(requests === 2);
	});

	it('decides about a task', async () => {
		await world.account.fault({ kind: 'status', status: 503 });
		const result = await world.core.run({
			...cloneRun(world.playground, world.account, {
				resource: 'task',
				operation: 'create',
				text: textOf(1200),
				options: { repeatUncertain },
			}),
			items: [await sampleItem(world.core)],
		});
		expect(await sent()).toBe(requests);
		expect(result.error === undefined).toBe(requests === 2);
	});
});
