import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { decode } from '../../support/ffprobe';
import { startPlayground, type AccountSettings, type Fault, type Playground } from '../../support/playground';
import { bytesOf } from '../client';
import { errorOf, request, speak, speechBody } from './client';

const MARKER = '--ERROR:QUOTA_EXCEEDED--';
const LONG = 'The quick brown fox jumps over the lazy dog. '.repeat(400);
const RAW = { container: 'raw', encoding: 'pcm_s16le', sample_rate: 24_000 };

let playground: Playground;
beforeAll(async () => {
	playground = await startPlayground();
}, 30_000);
afterAll(() => playground.close());

type Changes = Record<string, unknown>;

async function streamer(settings: Partial<AccountSettings> = {}, ...faults: Fault[]) {
	const account = await playground.account(settings);
	await account.fault(...faults);
	const stream = (changes: Changes = {}) =>
		request(playground, account, '/text_to_speech/streaming', speechBody(changes));
	return { account, stream };
}

/** The chunks of a body as they arrive. */
async function chunksOf(response: Response): Promise<Buffer[]> {
	const chunks: Buffer[] = [];
	for await (const chunk of response.body ?? []) chunks.push(Buffer.from(chunk as Uint8Array));
	return chunks;
}

describe('the stream', () => {
	it.each([RAW, { container: 'mp3', sample_rate: 44_100 }, { ...RAW, encoding: 'pcm_mulaw' }])(
		'is the same audio as without streaming: %j',
		async (output_format) => {
			const { account, stream } = await streamer();
			const transcript = `Not spoken before in ${JSON.stringify(output_format)}.`;
			const response = await stream({ transcript, output_format });
			expect(response.headers.get('content-type')).toBe('application/octet-stream');
			expect(response.headers.get('transfer-encoding')).toBe('chunked');
			const streamed = Buffer.from(await bytesOf(response));
			const whole = await bytesOf(await speak(playground, account, { transcript, output_format }));
			expect(streamed.equals(whole)).toBe(true);
			const again = await bytesOf(await stream({ transcript, output_format }));
			expect(streamed.equals(again)).toBe(true);
			expect((await account.usage()).charges).toBe(3);
		},
	);

	it('states the length of a WAV only if it waits for its end', async () => {
		const { account, stream } = await streamer();
		const whole = Buffer.from(await bytesOf(await speak(playground, account)));
		for (const [streamWavSizes, size] of [
			['unknown', 0xffffffff],
			['zero', 0],
		] as const) {
			await account.update({ streamWavSizes });
			const streamed = Buffer.from(await bytesOf(await stream()));
			expect([streamed.readUInt32LE(4), streamed.readUInt32LE(40)]).toEqual([size, size]);
			expect(streamed.subarray(44).equals(whole.subarray(44))).toBe(true);
		}
		await account.update({ streamWavSizes: 'exact' });
		expect(whole.equals(await bytesOf(await stream()))).toBe(true);
	});

	it('starts long before it ends', async () => {
		const { stream } = await streamer();
		const start = Date.now();
		const response = await stream({ transcript: LONG, output_format: RAW });
		const reader = response.body?.getReader();
		expect(await reader?.read()).toMatchObject({ done: false });
		const first = Date.now() - start;
		while (!(await reader?.read())?.done);
		const whole = Date.now() - start;
		expect(first).toBeLessThan(whole / 2);
	}, 60_000);

	it('frees its slot when it ends', async () => {
		const { stream } = await streamer({ maxConcurrent: 1 });
		for (let index = 0; index < 20; index++) {
			const response = await stream();
			expect(response.status).toBe(200);
			await response.arrayBuffer();
		}
	});

	it('has models of its own', async () => {
		const { account, stream } = await streamer();
		for (const model_id of ['async_flash_v1.5', 'async_pro_v1.0']) {
			expect((await stream({ model_id })).status).toBe(200);
			for (const path of ['/text_to_speech', '/text_to_speech/with_timestamps']) {
				const rejected = await request(playground, account, path, speechBody({ model_id }));
				expect(await errorOf(rejected)).toEqual([400, 'INVALID_REQUEST']);
			}
		}
		const french = await stream({ model_id: 'async_pro_v1.0', language: 'fr' });
		expect(await errorOf(french)).toEqual([400, 'INVALID_LANGUAGE']);
	});
});

describe('a quota that runs out in the middle', () => {
	it('leaves the audio so far and the marker', async () => {
		const transcript = 'This is spoken. This is not spoken any more.';
		const { account, stream } = await streamer({ characterQuota: 15 });
		const body = Buffer.from(await bytesOf(await stream({ transcript, output_format: RAW })));
		expect(body.subarray(-MARKER.length).toString('latin1')).toBe(MARKER);
		const free = await streamer();
		const spoken = await bytesOf(await free.stream({ transcript: 'This is spoken.', output_format: RAW }));
		expect(body.subarray(0, -MARKER.length).equals(spoken)).toBe(true);
		expect(await account.usage()).toMatchObject({ characters: 15, charges: 1 });
		expect(await errorOf(await stream())).toEqual([429, 'USAGE_LIMIT_EXCEEDED']);
	});

	it('can be set as a fault, also with a marker in two chunks', async () => {
		const { account, stream } = await streamer(
			{},
			{ kind: 'inBandQuota', afterBytes: 3000 },
			{ kind: 'inBandQuota', afterBytes: 3000, splitMarkerAt: 10 },
			{ kind: 'inBandQuota', afterBytes: 0, splitMarkerAt: 1 },
		);
		const whole = (await chunksOf(await stream({ output_format: RAW }))).slice(-1);
		expect(whole[0]?.toString('latin1').endsWith(MARKER)).toBe(true);
		const split = await chunksOf(await stream({ output_format: RAW }));
		expect(split.at(-1)?.toString('latin1')).toBe(MARKER.slice(10));
		expect(split.at(-2)?.toString('latin1').endsWith(MARKER.slice(0, 10))).toBe(true);
		expect(Buffer.concat(split)).toHaveLength(3000 + MARKER.length);
		const bare = await chunksOf(await stream());
		expect(bare.map((chunk) => chunk.toString('latin1'))).toEqual(['-', MARKER.slice(1)]);
		expect((await account.requests()).map(({ fault, charged }) => [fault, charged])).toEqual([
			['inBandQuota', 26],
			['inBandQuota', 26],
			['inBandQuota', 26],
		]);
	});

	it('only applies to streams', async () => {
		const { account } = await streamer({}, { kind: 'inBandQuota', afterBytes: 10 });
		expect((await bytesOf(await speak(playground, account))).length).toBeGreaterThan(1000);
	});
});

describe('other faults on a stream', () => {
	it('truncate it, reset it, slow it down', async () => {
		const { stream } = await streamer(
			{},
			{ kind: 'truncate', framing: 'chunked', keepBytes: 700 },
			{ kind: 'truncate', framing: 'clean', keepBytes: 700 },
			{ kind: 'drip', bytesPerSecond: 200_000 },
			{ kind: 'reset', when: 'afterRead' },
		);
		await expect((await stream()).arrayBuffer()).rejects.toThrow();
		expect(await bytesOf(await stream())).toHaveLength(700);
		const { meanVolume } = await decode(await bytesOf(await stream({ output_format: RAW })), [
			'-f',
			's16le',
			'-ar',
			'24000',
		]);
		expect(meanVolume).toBeGreaterThan(-40);
		await expect(stream()).rejects.toThrow();
	});
});
