import { describe, expect, it } from '@jest/globals';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { asyncFlowRun } from '../../support/asyncFlow';
import { makeAudioFile } from '../../support/audio';
import { decode } from '../../support/ffprobe';
import type { NodeRun } from '../../support/n8nCore';
import { shown } from '../../support/n8nCore';
import { CHUNK, sentences, SMALL, useWorld } from '../../support/world';

const world = useWorld();

const run = async (changes: INodeParameters = {}, onError?: NodeRun['onError']) =>
	await world.core.run({
		...asyncFlowRun(world.playground, world.account, {
			...SMALL,
			operation: 'synthesizeWithTimestamps',
			container: 'wav',
			...changes,
		}),
		...(onError !== undefined && { onError }),
	});

const wav = (sampleRate: number) =>
	makeAudioFile(2, ['-c:a', 'pcm_s16le', '-ar', String(sampleRate), '-ac', '1', '-f', 'wav']);

/** An answer with audio, and these word times. */
const answer = (alignment: IDataObject | null, sampleRate = 8000) =>
	({
		kind: 'jsonInsteadOfAudio',
		body: { audio_base64: wav(sampleRate).toString('base64'), alignment },
	}) as const;

const ODD: Array<[string, IDataObject | null]> = [
	['are null', null],
	[
		'are lists of different lengths',
		{ words: ['One', 'two'], word_start_times_milliseconds: [0], word_end_times_milliseconds: [5] },
	],
	[
		'end before they start',
		{ words: ['One'], word_start_times_milliseconds: [9], word_end_times_milliseconds: [5] },
	],
];

describe('word times that', () => {
	it.each(ODD)('%s do not cost the audio', async (_, alignment) => {
		await world.account.fault(answer(alignment));
		const { items, error } = await run();
		expect(error).toBeUndefined();
		expect(items[0]?.json).toMatchObject({
			words: [],
			wordsUnavailable: expect.stringMatching(/no usable word times/),
		});
		expect((await decode(await world.core.bytesOf(items[0]?.binary?.data))).warnings).toBe('');
	});

	it('are missing for one chunk do not cost those of the others', async () => {
		await world.account.fault({ ...answer(null), skip: 3 });
		const { items, error } = await run({
			text: sentences(8),
			options: { maxCharactersPerRequest: CHUNK, concurrency: 1 },
		});
		expect(error).toBeUndefined();
		const words = items[0]?.json.words as Array<{ text: string }>;
		const numbers = words.map(({ text }) => text).filter((text) => /^\d$/.test(text));
		expect(numbers).toEqual(['0', '1', '2', '4', '5', '6', '7']);
		expect(items[0]?.json.wordsUnavailable).toBeDefined();
	});
});

it('chunks that do not fit into one file come one by one', async () => {
	await world.account.fault({ ...answer(null, 16_000), skip: 2 });
	const text = sentences(5);
	const { items } = await run(
		{ text, options: { maxCharactersPerRequest: CHUNK, concurrency: 1 } },
		'continueRegularOutput',
	);
	const [item] = items;
	expect(item?.json.error).toBeDefined();
	expect(item?.json.message).toMatch(/5 of 5 chunks were synthesized/);
	const { done, missing } = item?.json.details as {
		done: Array<{ from: number; to: number }>;
		missing?: [];
	};
	expect(missing).toBeUndefined();
	expect(done.map(({ from, to }) => [from, to])).toEqual(
		[0, 1, 2, 3, 4].map((i) => [i * CHUNK, (i + 1) * CHUNK]),
	);
	expect(Object.keys(item?.binary ?? {})).toHaveLength(5);
});

it('audio and subtitles in the same field are refused, unsent', async () => {
	const result = await run({ subtitles: 'srt', binaryPropertyOutput: 'subtitles' });
	expect(shown(result).title).toMatch(/cannot both be in the field subtitles/);
	expect(await world.account.requests()).toEqual([]);
});

it('an answer of more than 64 MiB is read to its end', async () => {
	const audio = makeAudioFile(70, ['-c:a', 'pcm_f32le', '-ar', '96000', '-ac', '2', '-f', 'wav']);
	const body = JSON.stringify({ audio_base64: audio.toString('base64'), alignment: null });
	expect(body.length).toBeGreaterThan(64 * 2 ** 20);
	const server = createServer((_, response) => response.end(body));
	await once(server.listen(0, '127.0.0.1'), 'listening');
	const { port } = server.address() as AddressInfo;
	const { items, error } = await world.core.run({
		...asyncFlowRun(world.playground, world.account, {
			operation: 'synthesizeWithTimestamps',
			container: 'wav',
		}),
		credential: { apiKey: world.account.apiKey, baseUrl: `http://127.0.0.1:${port}` },
	});
	server.close();
	expect(error).toBeUndefined();
	expect((items[0]?.json.audio as IDataObject).bytes).toBe(audio.length);
});
