import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { INodeParameters } from 'n8n-workflow';

import { IncompleteAudioError } from '../../../nodes/shared/binary/incompleteAudio';
import { storeAudio } from '../../../nodes/shared/binary/storeAudio';
import { ProviderError } from '../../../nodes/shared/http/errors';
import { asyncFlowRun } from '../../support/asyncFlow';
import { N8nCore } from '../../support/n8nCore';
import type { Playground } from '../../support/playground';
import { startPlayground } from '../../support/playground';
import { binaryContext, bodyOf, CALL } from '../../support/stored';

const MEGABYTE = 1_000_000;
const LOST = new ProviderError({
	kind: 'connectionLost',
	title: 'The connection was lost',
	nextStep: 'Again',
});

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
	return { growth: most - before, audio: items[0]?.json.audio as { bytes: number } };
}

describe('memory in filesystem mode', () => {
	it('does not grow with a response of 300 MB', async () => {
		const { growth, audio } = await growthOf(300 * MEGABYTE, { container: 'wav' });
		expect(audio.bytes).toBeGreaterThan(299 * MEGABYTE);
		expect(growth).toBeLessThan(40 * MEGABYTE);
	}, 120_000);

	it('does not grow with a response of 300 MB that is cut off, and of which the whole part is kept', async () => {
		const { helpers } = binaryContext();
		const stored = async (bytes: number) => {
			const silence = new Uint8Array(65_536);
			const source = bodyOf(silence, { failure: LOST });
			const chunks = async function* () {
				for (let left = bytes; left > 0; left -= silence.length) yield await Promise.resolve(silence);
				yield* source.chunks;
			};
			const wanted = {
				fileName: 'a',
				raw: { encoding: 'pcm_s16le', sampleRate: 8000, channels: 1 },
			} as const;
			const body = { ...source, chunks: chunks() };
			const [outcome] = await Promise.allSettled([storeAudio({ helpers }, CALL, body, wanted)]);
			if (outcome.status === 'fulfilled') throw new Error('It was taken for whole');
			if (!(outcome.reason instanceof IncompleteAudioError)) throw outcome.reason;
			return outcome.reason.stored.audio.bytes;
		};
		await stored(30 * MEGABYTE);
		const before = process.memoryUsage().rss;
		let most = before;
		const watch = setInterval(() => {
			most = Math.max(most, process.memoryUsage().rss);
		}, 20);
		expect(await stored(300 * MEGABYTE)).toBeGreaterThan(300 * MEGABYTE);
		clearInterval(watch);
		expect(most - before).toBeLessThan(40 * MEGABYTE);
	}, 120_000);

	it('does not grow with a split text whose audio is 300 MB', async () => {
		const text = 'This sentence is here to be repeated over and over again. '.repeat(35);
		const changes = { text, container: 'wav', options: { maxCharactersPerRequest: 100 } };
		const { growth, audio } = await growthOf(15 * MEGABYTE, changes);
		expect(audio.bytes).toBeGreaterThan(299 * MEGABYTE);
		expect(growth).toBeLessThan(40 * MEGABYTE);
	}, 120_000);
});
