import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { INodeParameters } from 'n8n-workflow';

import { asyncFlowRun } from '../support/asyncFlow';
import { N8nCore } from '../support/n8nCore';
import type { Playground } from '../support/playground';
import { startPlayground } from '../support/playground';

const MEGABYTE = 1_000_000;

let core: N8nCore;
let playground: Playground;

beforeAll(async () => {
	[core, playground] = await Promise.all([N8nCore.load(), startPlayground()]);
});
afterAll(async () => {
	await playground.close();
});

/** Runs the node, and returns by how many bytes this process grew at the most meanwhile. */
async function growthOf(fillerBytes: number, changes: INodeParameters) {
	const account = await playground.account({ fillerBytes: fillerBytes / 10 });
	const run = async () => await core.run(asyncFlowRun(playground, account, changes));
	// Once with a tenth, so that what is loaded, compiled and pooled on the way does not count.
	await run();
	await account.update({ fillerBytes });
	const before = process.memoryUsage().rss;
	let most = before;
	const watch = setInterval(() => {
		most = Math.max(most, process.memoryUsage().rss);
	}, 20);
	const { items, error } = await run();
	clearInterval(watch);
	expect(error).toBeUndefined();
	return { growth: most - before, audio: items[0]?.json['audio'] as { bytes: number } };
}

describe('memory in filesystem mode', () => {
	it('does not grow with a response of 300 MB', async () => {
		const { growth, audio } = await growthOf(300 * MEGABYTE, { container: 'wav' });
		expect(audio.bytes).toBeGreaterThan(299 * MEGABYTE);
		expect(growth).toBeLessThan(40 * MEGABYTE);
	}, 120_000);

	it('does not grow with a split text whose audio is 300 MB', async () => {
		const text = 'This sentence is here to be repeated over and over again. '.repeat(35);
		const changes = { text, container: 'wav', options: { maxCharactersPerRequest: 100 } };
		const { growth, audio } = await growthOf(15 * MEGABYTE, changes);
		expect(audio.bytes).toBeGreaterThan(299 * MEGABYTE);
		expect(growth).toBeLessThan(40 * MEGABYTE);
	}, 120_000);
});
