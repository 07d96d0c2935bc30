import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { inspectorFor } from '../../../nodes/shared/audio/inspect';
import type { JoinableInspector } from '../../../nodes/shared/audio/inspect';
import { joinAudio } from '../../../nodes/shared/audio/join';
import type { AudioKind } from '../../../nodes/shared/audio/sniff';
import { sniff } from '../../../nodes/shared/audio/sniff';
import type { AudioInspector } from '../../../nodes/shared/audio/types';
import { AudioError } from '../../../nodes/shared/audio/types';
import { chunksOf, inspect, makeAudio, makeAudioFile } from '../../support/audio';

type Measured = Exclude<AudioKind, 'ogg'>;

const files: Array<[kind: Measured, name: string, file: Buffer]> = [];
const KINDS: readonly Measured[] = ['wav', 'mp3', 'mp4', 'flac', 'aiff'];

beforeAll(() => {
	const options = (text: string) => text.split(' ');
	files.push(
		['wav', 'WAV', makeAudio(0.1, options('-c:a pcm_s24le -ar 8000 -ac 3 -f wav'))],
		['wav', 'RF64', makeAudioFile(0.1, options('-c:a pcm_s16le -ar 8000 -rf64 always -f wav'))],
		['wav', 'ADPCM', makeAudioFile(0.1, options('-c:a adpcm_ms -ar 8000 -f wav'))],
		['mp3', 'MP3', makeAudioFile(0.3, options('-c:a libmp3lame -ar 16000 -b:a 16k -write_apetag 1 -f mp3'))],
		['mp4', 'M4A', makeAudioFile(0.1, options('-c:a aac -ar 16000 -movflags +faststart -f ipod'))],
		['mp4', 'MOV', makeAudioFile(0.1, options('-c:a aac -ar 16000 -f mov'))],
		[
			'mp4',
			'fragments',
			makeAudio(0.4, options('-c:a aac -ar 16000 -movflags empty_moov+dash -frag_duration 100000 -f mp4')),
		],
		['flac', 'FLAC', makeAudioFile(0.1, options('-c:a flac -ar 16000 -f flac'))],
		['aiff', 'AIFF', makeAudioFile(0.1, options('-c:a pcm_s16be -ar 8000 -f aiff'))],
	);
});

/** Inspects bytes and checks what must be true for any bytes. Returns whether they are valid audio. */
function examine(kind: Measured, bytes: Uint8Array, pieceBytes: number): boolean {
	const inspector = inspectorFor(kind);
	const step = jest.spyOn(inspector as unknown as { step: (bytes: Uint8Array) => number }, 'step');
	const passed = isAudio(inspector, bytes, pieceBytes);
	const steps = step.mock.calls.length;
	step.mockRestore();
	// Each step advances by at least one byte, or waits for the next chunk, which has at least one.
	if (steps > 2 * bytes.length + 10) throw new Error(`${steps} steps`);
	return passed;
}

function isAudio(inspector: AudioInspector, bytes: Uint8Array, pieceBytes: number): boolean {
	try {
		const info = inspect(inspector, bytes, pieceBytes);
		const numbers = [info.durationSeconds, info.sampleRate, info.channels, info.bitRate ?? 1];
		const isPlausible = numbers.every((number) => Number.isFinite(number) && number > 0);
		if (isPlausible && info.bytes === bytes.length) return true;
		throw new Error(`Implausible: ${JSON.stringify(info)}`);
	} catch (error) {
		if (error instanceof AudioError) return false;
		throw error;
	}
}

const LENGTHS = [0, 1, 7, 8, 0xff, 0x7fff_ffff, 0x8000_0000, 0xffff_fff0, 0xffff_ffff];

describe('inspecting arbitrary bytes', () => {
	it('returns a plausible result or an AudioError in a linear number of steps', () => {
		fc.assert(
			fc.property(
				fc.nat(files.length - 1),
				fc.array(fc.tuple(fc.nat(700), fc.nat(255)), { maxLength: 12 }),
				fc.array(fc.tuple(fc.nat(700), fc.constantFrom(...LENGTHS), fc.boolean()), { maxLength: 3 }),
				fc.nat(10_000),
				fc.integer({ min: 1, max: 600 }),
				(index, bytes, lengths, length, pieceBytes) => {
					const [kind, , file] = files[index] ?? ['wav', '', Buffer.alloc(0)];
					const copy = Buffer.from(file);
					for (const [at, value] of bytes) copy[at % copy.length] = value;
					for (const [at, value, isLittle] of lengths) {
						const offset = at % (copy.length - 4);
						if (isLittle) copy.writeUInt32LE(value, offset);
						else copy.writeUInt32BE(value, offset);
					}
					const damaged = length % 3 === 0 ? copy.subarray(0, length % copy.length) : copy;
					examine(kind, damaged, pieceBytes);
				},
			),
			{ numRuns: 3000 },
		);
	});

	it('does so with a wrong length anywhere in a header', () => {
		let passed = 0;
		for (const [kind, , file] of files) {
			expect(examine(kind, file, 100)).toBe(true);
			const end = Math.min(file.length - 4, kind === 'mp4' ? 1400 : 300);
			for (let at = 0; at < end; at += kind === 'mp4' ? 2 : 1) {
				for (const value of [0, 0x7fff_ffff, 0xffff_ffff]) {
					const copy = Buffer.from(file);
					copy.writeUInt32BE(value, at);
					if (examine(kind, copy, 1024)) passed += 1;
				}
			}
		}
		expect(passed).toBeGreaterThan(0);
	});

	it('does so for noise after valid first bytes', () => {
		const heads = {
			wav: 'RIFF\0\0\0\0WAVEfmt \x10\0\0\0',
			mp3: 'ID3\x04\0\0\0\0\0\x05',
			mp4: '\0\0\0\x10ftypM4A \0\0\0\0\0\0\xff\0moov',
			flac: 'fLaC\0\0\0\x22',
			aiff: 'FORM\0\0\0\0AIFFCOMM\0\0\0\x12',
		};
		fc.assert(
			fc.property(
				fc.constantFrom(...KINDS),
				fc.uint8Array({ maxLength: 400 }),
				fc.integer({ min: 1, max: 50 }),
				(kind, noise, pieceBytes) => {
					const file = Buffer.concat([Buffer.from(heads[kind], 'latin1'), noise]);
					expect(sniff(file)).toBe(kind);
					examine(kind, file, pieceBytes);
				},
			),
			{ numRuns: 2000 },
		);
	});

	it('never throws in push', () => {
		for (const kind of KINDS) {
			const inspector = inspectorFor(kind);
			inspector.push(Buffer.from('this is no audio in any format that there is'));
			inspector.push(Buffer.alloc(100_000, 0xff));
			expect(() => inspector.end()).toThrow(expect.objectContaining({ reason: 'invalid' }));
		}
	});
});

describe('joining damaged files', () => {
	it('returns the declared audio or an AudioError', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.constantFrom('wav' as const, 'mp3' as const),
				fc.array(fc.tuple(fc.nat(4000), fc.nat(255)), { maxLength: 20 }),
				fc.integer({ min: 1, max: 2000 }),
				async (kind, changes, chunkBytes) => {
					const file = files.find(([other]) => other === kind)?.[2] ?? Buffer.alloc(0);
					const copy = Buffer.from(file);
					for (const [at, value] of changes) copy[at % copy.length] = value;
					try {
						const inspector: JoinableInspector = inspectorFor(kind);
						inspect(inspector, copy, chunkBytes);
						const piece = { layout: inspector.layout(), read: () => chunksOf(copy, chunkBytes + 1) };
						const { info, chunks } = joinAudio([piece, piece]);
						const result = inspectorFor(kind);
						for await (const chunk of chunks) result.push(chunk);
						expect(result.end()).toEqual(info);
					} catch (error) {
						if (!(error instanceof AudioError)) throw error;
					}
				},
			),
			{ numRuns: 500 },
		);
	});
});

const MEGABYTE = 1024 * 1024;
// Collect garbage before measuring, since each version of Node.js collects it at other times.
setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Memory in use, in MB; `external` includes buffers. */
const memory = () => {
	collectGarbage();
	const { heapUsed, external } = process.memoryUsage();
	return (heapUsed + external) / MEGABYTE;
};

/** Memory in use once buffers that were collected are also freed, which happens later. */
const settledMemory = async () => {
	collectGarbage();
	await new Promise(setImmediate);
	return memory();
};

describe('memory', () => {
	it('does not grow with the lengths that a file declares', async () => {
		const before = await settledMemory();
		for (const [kind, , file] of files) {
			for (let at = 0; at < Math.min(file.length - 8, 300); at += 1) {
				const copy = Buffer.from(file);
				copy.writeUInt32LE(0x7000_0000, at);
				copy.writeUInt32BE(0x7000_0000, at + 4);
				isAudio(inspectorFor(kind), copy, 512);
			}
		}
		expect((await settledMemory()) - before).toBeLessThan(16);
	});

	it('does not grow with the length of joined audio', async () => {
		let peak = 0;
		const before = await settledMemory();
		for (const kind of ['wav', 'mp3'] as const) {
			const file = files.find(([other]) => other === kind)?.[2] ?? Buffer.alloc(0);
			// More than 60 MB, but only one chunk in memory.
			const times = Math.ceil((30 * MEGABYTE) / file.length);
			const many = async function* () {
				const batch = Buffer.concat(Array.from({ length: 20 }, () => file.subarray(kind === 'wav' ? 68 : 0)));
				if (kind === 'wav') yield file.subarray(0, 68);
				for (let index = 0; index < times / 20; index += 1) yield await Promise.resolve(batch);
			};
			const inspector = inspectorFor(kind);
			for await (const chunk of many()) inspector.push(chunk);
			const piece = { layout: inspector.layout(), read: many };
			const { info, chunks } = joinAudio([piece, piece, piece]);
			expect(info.bytes).toBeGreaterThan(60 * MEGABYTE);
			let bytes = 0;
			let seen = 0;
			for await (const chunk of chunks) {
				bytes += chunk.length;
				seen += 1;
				if (seen % 500 === 0) peak = Math.max(peak, memory() - before);
			}
			expect(bytes).toBe(info.bytes);
		}
		expect(peak).toBeLessThan(16);
	}, 60_000);
});
