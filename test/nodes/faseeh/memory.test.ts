import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { IBinaryData, INodeParameters } from 'n8n-workflow';
import { open } from 'node:fs/promises';
import path from 'node:path';

import { faseehRun } from '../../support/faseeh';
import { N8nCore } from '../../support/n8nCore';
import type { Playground } from '../../support/playground';
import { startPlayground } from '../../support/playground';

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
	const run = async () =>
		await core.run(faseehRun(playground, account, { operation: 'synthesizeStream', ...changes }));
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
	return {
		growth: most - before,
		audio: items[0]?.json.audio as { bytes: number; durationSeconds: number },
		binary: items[0]?.binary?.data,
	};
}

/** The header of a stored WAV, and the length of its file. */
async function headerOf(binary: IBinaryData | undefined) {
	const file = await open(path.join(core.storagePath, (binary?.id ?? '').replace(/^[^:]*:/, '')));
	try {
		const header = Buffer.alloc(44);
		await file.read(header, 0, 44, 0);
		const { size } = await file.stat();
		return { riff: header.readUInt32LE(4), data: header.readUInt32LE(40), size };
	} finally {
		await file.close();
	}
}

describe('memory in filesystem mode', () => {
	it('does not grow with a stream of 200 MB that becomes a WAV with a true header', async () => {
		const { growth, audio, binary } = await growthOf(200 * MEGABYTE, { container: 'wav' });
		expect(audio.bytes).toBe(200 * MEGABYTE + 44);
		expect(audio.durationSeconds).toBe(4166.667);
		expect(await headerOf(binary)).toEqual({
			riff: 200 * MEGABYTE + 36,
			data: 200 * MEGABYTE,
			size: 200 * MEGABYTE + 44,
		});
		expect(growth).toBeLessThan(40 * MEGABYTE);
	}, 120_000);

	it('does not grow with a text in parts whose audio is 200 MB', async () => {
		const text = 'غادرت السفينة الميناء عند الفجر ولم يتكلم أحد. '.repeat(40);
		const changes = { text, container: 'wav', options: { maxCharactersPerRequest: 100 } };
		const { growth, audio, binary } = await growthOf(10 * MEGABYTE, changes);
		expect(audio.bytes).toBeGreaterThan(199 * MEGABYTE);
		const { data, size } = await headerOf(binary);
		expect([data, size]).toEqual([audio.bytes - 44, audio.bytes]);
		expect(growth).toBeLessThan(40 * MEGABYTE);
	}, 120_000);
});
