import { describe, expect, it } from '@jest/globals';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { cloneRun, sampleItem } from '../../support/aiVoiceCloneFree';
import { asyncFlowRun, operation, voice } from '../../support/asyncFlow';
import { faseehRun } from '../../support/faseeh';
import type { NodeRun } from '../../support/n8nCore';
import { CHUNK, sentences, SMALL, useWorld } from '../../support/world';

interface Details extends IDataObject {
	done: Array<{ from: number; to: number; field: string }>;
	missing: Array<{ from: number; to: number; text: string }>;
}

const world = useWorld();
const TEXT = sentences(12);
const OPTIONS = { maxCharactersPerRequest: CHUNK, repeatUncertain: 'never', concurrency: 2 };

const asyncFlow = (name: string) => () =>
	asyncFlowRun(world.playground, world.account, {
		...SMALL,
		operation: name,
		container: 'wav',
		text: TEXT,
		options: OPTIONS,
	});
const faseeh = (name: string) => () =>
	faseehRun(world.playground, world.account, { operation: name, text: TEXT, options: OPTIONS });

/** Every operation that splits a text, and how its provider fails at the seventh request. */
const OPERATIONS: Array<[string, () => NodeRun]> = [
	['AsyncFlow: Synthesize', asyncFlow('synthesize')],
	['AsyncFlow: Synthesize Stream', asyncFlow('synthesizeStream')],
	['AsyncFlow: Synthesize With Timestamps', asyncFlow('synthesizeWithTimestamps')],
	['Faseeh: Synthesize', faseeh('synthesize')],
	['Faseeh: Synthesize Stream', faseeh('synthesizeStream')],
	[
		'AI Voice Clone Free: Clone',
		() =>
			cloneRun(world.playground, world.account, {
				text: TEXT,
				options: { ...OPTIONS, longText: 'split' },
			}),
	],
];

function expectCover({ done, missing }: Details) {
	const ranges = [...done, ...missing].sort((a, b) => a.from - b.from);
	expect(ranges[0]?.from).toBe(0);
	expect(ranges.at(-1)?.to).toBe(TEXT.length);
	for (const [index, { from }] of ranges.slice(1).entries()) expect(from).toBe(ranges[index]?.to);
	for (const { from, to, text } of missing) expect(text).toBe(TEXT.slice(from, to));
}

describe.each(OPERATIONS)('%s', (name, runOf) => {
	const itemsOf = async (): Promise<INodeExecutionData[]> => [
		name.startsWith('AI') ? await sampleItem(world.core) : { json: {} },
	];

	it.each([
		['a 500', { kind: 'status', status: 500, skip: 6 }],
		['a lost connection', { kind: 'reset', when: 'afterRead', skip: 6 }],
		['an answer that breaks off', { kind: 'truncate', framing: 'length', keepFraction: 0.1, skip: 6 }],
	] as const)('hands over what it has after %s', async (_, fault) => {
		// Long enough for a failure to be dealt with before the next answer, also on a busy machine.
		await world.account.update({ latencyMs: 100 });
		await world.account.fault(fault);
		const { items, error } = await world.core.run({
			...runOf(),
			items: await itemsOf(),
			onError: 'continueRegularOutput',
		});
		expect(error).toBeUndefined();
		const [item] = items;
		expect(item?.json.error).toBeDefined();
		const details = item?.json.details as Details;
		// Audio that broke off has no range.
		const whole = { ...details, done: details.done.filter(({ to }) => to > 0) };
		expectCover(whole);
		expect(whole.done[0]?.to).toBeGreaterThanOrEqual(5 * CHUNK);
		expect(Object.keys(item?.binary ?? {})).toEqual(details.done.map(({ field }) => field));
		expect((await world.account.requests()).length).toBeLessThanOrEqual(9);
	});
});

it('names what each of several texts has, and lacks, when one of them stops the node', async () => {
	await world.account.fault({ kind: 'status', status: 404, errorCode: 'VOICE_NOT_FOUND', skip: 9 });
	const { error } = await world.core.run({
		...asyncFlowRun(world.playground, world.account, {
			...SMALL,
			container: 'wav',
			text: TEXT,
			options: { ...OPTIONS, concurrency: 3 },
		}),
		items: [{ json: {} }, { json: {} }, { json: {} }],
	});
	const paid = error?.context?.paid as Details[];
	expect(paid.length).toBeGreaterThan(0);
	for (const details of paid) expectCover(details);
	const charged = (await world.account.requests()).filter((request) => request.charged > 0);
	const characters = paid.flatMap(({ done }) => done).reduce((sum, { from, to }) => sum + to - from, 0);
	expect(characters).toBe(charged.length * CHUNK);
});

it('subtitles of an unknown kind are refused before anything is paid', async () => {
	const { core, playground, account } = world;
	const { items } = await core.run({
		...asyncFlowRun(playground, account, {
			...SMALL,
			operation: 'synthesizeWithTimestamps',
			subtitles: '={{ "so" }}',
		}),
		onError: 'continueRegularOutput',
	});
	expect(items[0]?.json.error).toMatch(/Subtitles must be one of/);
	expect(await account.requests()).toEqual([]);
});

it('a deletion that may have happened is not repeated', async () => {
	const { core, playground, account } = world;
	await account.fault({ kind: 'reset', when: 'afterRead' });
	const result = await core.run({
		...asyncFlowRun(playground, account),
		parameters: operation('voice', 'delete', voice('someone')),
	});
	expect(result.error).toBeDefined();
	expect(await account.requests()).toHaveLength(1);
});
