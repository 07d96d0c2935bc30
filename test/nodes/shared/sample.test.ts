import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';

import { inspectorFor } from '../../../nodes/shared/audio/inspect';
import type { SampleLimits } from '../../../nodes/shared/binary/readSample';
import { MAX_SAMPLE_BYTES, readSample } from '../../../nodes/shared/binary/readSample';
import { makeAudio } from '../../support/audio';
import { N8nCore } from '../../support/n8nCore';
import { binaryContext } from '../../support/stored';

const MEGABYTE = 2 ** 20;
const LIMITS: SampleLimits = {
	kinds: ['wav', 'mp3', 'mp4', 'flac', 'aiff'],
	minSeconds: 3,
	maxBytes: MAX_SAMPLE_BYTES,
};

let core: N8nCore;

beforeAll(async () => {
	core = await N8nCore.load();
});
afterAll(async () => {
	await core.useBinaryMode('filesystem');
});

/** What tells how far a file was read. */
type Opened = Awaited<ReturnType<IExecuteFunctions['helpers']['getBinaryStream']>> & {
	readonly bytesRead?: number;
};

/** Reads a sample out of n8n's own store, and keeps the file that was opened for it. */
async function read(binary: IBinaryData, limits = LIMITS) {
	const { helpers } = binaryContext();
	const opened: Opened[] = [];
	const context = {
		getExecutionCancelSignal: () => undefined,
		helpers: {
			...helpers,
			assertBinaryData: () => binary,
			getBinaryStream: async (id: string) => {
				const stream = await helpers.getBinaryStream(id);
				opened.push(stream);
				return stream;
			},
		},
	} as unknown as IExecuteFunctions;
	const [outcome] = await Promise.allSettled([readSample({ context, itemIndex: 0 }, 'data', limits)]);
	return { ...outcome, file: opened[0] };
}

const store = async (bytes: Buffer, mimeType = 'audio/wav') =>
	await core.storeBinary(bytes, 'sample.wav', mimeType);

/** The longest time of this thread on the processor between two turns of its event loop, in microseconds. */
async function longestTurn(work: () => Promise<unknown>): Promise<number> {
	const used = () => {
		const { user, system } = process.threadCpuUsage();
		return user + system;
	};
	let longest = 0;
	let last = used();
	let isRunning = true;
	const turn = () => {
		const now = used();
		longest = Math.max(longest, now - last);
		last = now;
		if (isRunning) setImmediate(turn);
	};
	setImmediate(turn);
	await work();
	isRunning = false;
	await new Promise((resolve) => setImmediate(resolve));
	return longest;
}

/** Repeats these bytes behind a header. */
const filled = (header: Buffer, unit: Buffer, bytes = 16 * MEGABYTE) =>
	Buffer.concat([header, Buffer.alloc(bytes - header.length, unit)]);
const box = (type: string) => Buffer.concat([Buffer.from([0, 0, 0, 8]), Buffer.from(type)]);
const CRAFTED = [
	['mp3', 'noise behind ID3', filled(Buffer.from('ID3\x04\0\0\0\0\0\0', 'latin1'), Buffer.from([0xff]))],
	[
		'mp3',
		'heads of frames',
		filled(Buffer.from('ID3\x04\0\0\0\0\0\0', 'latin1'), Buffer.from([0xff, 0xfb, 0x90, 0])),
	],
	[
		'wav',
		'empty chunks',
		filled(Buffer.from('RIFF\xf8\xff\x3f\0WAVE', 'latin1'), Buffer.from('junk\0\0\0\0'), 4 * MEGABYTE),
	],
	[
		'aiff',
		'empty chunks',
		filled(Buffer.from('FORM\0\x3f\xff\xf4AIFF', 'latin1'), Buffer.from('junk\0\0\0\0'), 4 * MEGABYTE),
	],
	['mp4', 'empty boxes', filled(box('ftyp'), box('free'), 4 * MEGABYTE)],
] as const;

describe.each(['default', 'filesystem'] as const)('a sample, binary mode %s', (mode) => {
	beforeAll(async () => {
		await core.useBinaryMode(mode);
	});

	it.each(CRAFTED)('%s of nothing but %s does not hold up n8n', async (kind, _, bytes) => {
		const inOneGo = await longestTurn(async () => {
			inspectorFor(kind).push(bytes);
			await Promise.resolve();
		});
		const binary = await store(bytes);
		const inTurns = await longestTurn(async () => {
			expect((await read(binary)).status).toBe('rejected');
		});
		expect(inTurns / inOneGo).toBeLessThan(0.5);
	});

	it('is refused when it is too large, whatever n8n has noted down', async () => {
		const bytes = makeAudio(10, ['-ar', '48000', '-f', 'wav']);
		const limits = { ...LIMITS, maxBytes: 500_000 };
		for (const noted of [undefined, 5, bytes.length]) {
			const { bytes: stored, ...binary } = await store(bytes);
			expect(stored).toBe(bytes.length);
			const outcome = await read({ ...binary, ...(noted !== undefined && { bytes: noted }) }, limits);
			if (outcome.status === 'fulfilled') throw new Error('It was taken');
			expect(String(outcome.reason)).toMatch(/must not be larger than 0\.48 MB, but it is 0\.\d\d MB/);
			expect(outcome.file?.bytesRead ?? 0).toBeLessThan(limits.maxBytes + 2 * 65_536);
		}
	});

	it('goes out as it came, byte for byte', async () => {
		const bytes = makeAudio(60, ['-ar', '48000', '-f', 'wav']);
		const outcome = await read(await store(bytes));
		if (outcome.status === 'rejected') throw outcome.reason;
		expect(outcome.value.file.type).toBe('audio/wav');
		expect(Buffer.from(await outcome.value.file.arrayBuffer()).equals(bytes)).toBe(true);
	});

	it('may begin in tiny chunks', async () => {
		const outcome = await read(await store(Buffer.from('RIFF')));
		expect(outcome.status).toBe('rejected');
		if (outcome.status === 'rejected') expect(String(outcome.reason)).toMatch(/got an unknown format/);
	});
});

describe('a large file', () => {
	beforeAll(async () => {
		await core.useBinaryMode('filesystem');
	});

	it('of the wrong kind is refused by its first bytes', async () => {
		const outcome = await read(await store(Buffer.alloc(20 * MEGABYTE, '<html> ')));
		expect(outcome.status).toBe('rejected');
		if (outcome.status === 'rejected') expect(String(outcome.reason)).toMatch(/got text/);
		expect(outcome.file?.bytesRead).toBeLessThan(MEGABYTE);
		expect(outcome.file?.destroyed).toBe(true);
	});

	it('is in memory once', async () => {
		const header = makeAudio(1, ['-ar', '48000', '-f', 'wav']).subarray(0, 78);
		const bytes = Buffer.concat([header, Buffer.alloc(45 * MEGABYTE, 1)]);
		const binary = await store(bytes);
		await read(binary);
		const before = process.memoryUsage().rss;
		let most = before;
		const watch = setInterval(() => {
			most = Math.max(most, process.memoryUsage().rss);
		}, 5);
		const outcome = await read(binary);
		clearInterval(watch);
		most = Math.max(most, process.memoryUsage().rss);
		expect(outcome.status).toBe('fulfilled');
		// Once in blobs, and what is read but not collected yet.
		expect((most - before) / bytes.length).toBeLessThan(2.5);
	});
});
