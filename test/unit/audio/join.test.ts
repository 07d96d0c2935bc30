import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { joinAudio } from '../../../nodes/shared/audio/join';
import type { PcmFormat } from '../../../nodes/shared/audio/pcm';
import { BYTES_PER_SAMPLE, PcmInspector } from '../../../nodes/shared/audio/pcm';
import type { WavLayout } from '../../../nodes/shared/audio/wav';
import { WavInspector } from '../../../nodes/shared/audio/wav';
import { readWavFormat, wavFormatOf, wavHeader, wavPadding } from '../../../nodes/shared/audio/wavFormat';
import {
	collect,
	inspect,
	makeAudio,
	makeAudioFile,
	musicMetadata,
	pieceOf,
	riffChunk,
} from '../../support/audio';
import { decode, probe } from '../../support/ffprobe';

const wavPiece = (file: Uint8Array, chunkBytes?: number) => pieceOf(new WavInspector(), file, chunkBytes);

/** Puts samples into a WAV file. */
function wrapped(format: PcmFormat, samples: Uint8Array): Buffer {
	const padding = Buffer.alloc(wavPadding(samples.length));
	return Buffer.concat([wavHeader(wavFormatOf(format), samples.length), samples, padding]);
}

const format = fc.record({
	encoding: fc.constantFrom('pcm_s16le' as const, 'pcm_f32le' as const, 'pcm_mulaw' as const),
	sampleRate: fc.constantFrom(8000, 24_000, 44_100),
	channels: fc.integer({ min: 1, max: 3 }),
});

/** A format, and segments of at least one sample. */
const parts = fc
	.tuple(
		format,
		fc.array(fc.uint8Array({ minLength: 1, maxLength: 40 }), { minLength: 1, maxLength: 6 }),
		fc.integer({ min: 1, max: 100 }),
	)
	.map(([pcm, seeds, chunkBytes]) => {
		const sampleBytes = BYTES_PER_SAMPLE[pcm.encoding] * pcm.channels;
		const samples = seeds.map((seed) => Buffer.concat(Array.from({ length: sampleBytes }, () => seed)));
		return { pcm, sampleBytes, samples, chunkBytes };
	});

/** Different ways to write the same samples into a file. */
const writers: ReadonlyArray<(file: Buffer, samples: Buffer, headerBytes: number) => Buffer> = [
	(file) => file,
	(file) => Buffer.concat([file, riffChunk('LIST', Buffer.from('odd'))]),
	(file, _, at) =>
		Buffer.concat([file.subarray(0, at - 8), riffChunk('junk', Buffer.from('x')), file.subarray(at - 8)]),
	// Streamed, with unknown sizes.
	(file, samples, at) =>
		Buffer.concat([
			Buffer.from(file.subarray(0, at))
				.fill(0xff, 4, 8)
				.fill(0xff, at - 4),
			samples,
		]),
];

describe('joinAudio with WAV and PCM', () => {
	it('keeps every byte, whatever wrote the segments and however they are chunked', async () => {
		await fc.assert(
			fc.asyncProperty(
				parts,
				fc.array(fc.constantFrom(...writers), { minLength: 6, maxLength: 6 }),
				async ({ pcm, sampleBytes, samples, chunkBytes }, styles) => {
					const whole = Buffer.concat(samples);
					const files = samples.map((part, index) => {
						const file = wrapped(pcm, part);
						const headerBytes = wavHeader(wavFormatOf(pcm), part.length).length;
						return (styles[index] ?? Buffer.from)(file, part, headerBytes);
					});
					const wav = joinAudio(files.map((file) => wavPiece(file, chunkBytes)));
					const joined = await collect(wav.chunks);
					expect(joined.equals(wrapped(pcm, whole))).toBe(true);
					expect(wav.layout).toMatchObject({ kind: 'wav', samples: whole.length / sampleBytes });
					const found = new WavInspector();
					expect(inspect(found, joined)).toEqual(wav.info);
					const { dataOffset, dataBytes, samples: count } = found.layout();
					expect(wav.layout).toMatchObject({ dataOffset, dataBytes, samples: count });

					const raw = joinAudio(samples.map((part) => pieceOf(new PcmInspector(pcm), part, chunkBytes)));
					expect(whole.equals(await collect(raw.chunks))).toBe(true);
					const rawFound = new PcmInspector(pcm);
					expect(inspect(rawFound, whole)).toEqual(raw.info);
					expect(raw.layout).toEqual(rawFound.layout());
				},
			),
			{ numRuns: 300 },
		);
	});

	it('joins in steps', async () => {
		await fc.assert(
			fc.asyncProperty(parts, fc.nat(5), async ({ pcm, samples }, at) => {
				const segments = samples.map((part) => wavPiece(wrapped(pcm, part)));
				const cut = 1 + (at % segments.length);
				const groups = [segments.slice(0, cut), segments.slice(cut)].filter((group) => group.length > 0);
				const halves = await Promise.all(groups.map((group) => collect(joinAudio(group).chunks)));
				const inSteps = joinAudio(halves.map((half) => wavPiece(half)));
				const atOnce = joinAudio(segments);
				expect(inSteps.info).toEqual(atOnce.info);
				const [left, right] = await Promise.all([collect(inSteps.chunks), collect(atOnce.chunks)]);
				expect(left.equals(right)).toBe(true);
			}),
		);
	});

	it.each([
		['16 bit', ['-c:a', 'pcm_s16le', '-ar', '24000']],
		['24 bit, 6 channels, WAVE_FORMAT_EXTENSIBLE', ['-c:a', 'pcm_s24le', '-ac', '6', '-ar', '48000']],
		['float', ['-c:a', 'pcm_f32le', '-ar', '44100', '-ac', '2']],
		['mu-law', ['-c:a', 'pcm_mulaw', '-ar', '8000']],
		['A-law', ['-c:a', 'pcm_alaw', '-ar', '8000']],
		['8 bit, odd', ['-c:a', 'pcm_u8', '-ar', '8000']],
	])('produces a file that decodes to the samples of its segments: %s', async (_, options) => {
		const files = [
			makeAudioFile(0.411, [...options, '-f', 'wav']),
			makeAudio(0.8, [...options, '-f', 'wav']),
			makeAudioFile(0.2, [...options, '-f', 'wav', '-metadata', 'title=odd']),
		];
		const { info, layout, chunks } = joinAudio(files.map((file) => wavPiece(file)));
		const joined = await collect(chunks);
		expect(joined.length).toBe(info.bytes);
		expect(joined.readUInt32LE(4)).toBe(joined.length - 8);
		const decoded = await decode(joined);
		const originals = await Promise.all(files.map(async (file) => (await decode(file)).pcm));
		expect(decoded.warnings).toBe('');
		const expected = Buffer.concat(originals.map((pcm) => Buffer.from(pcm.buffer)));
		expect(expected.equals(Buffer.from(decoded.pcm.buffer))).toBe(true);
		expect(layout.samples * info.channels).toBe(decoded.pcm.length);
		const [opinion] = await musicMetadata([joined]);
		expect(opinion).toMatchObject({ sampleRate: info.sampleRate, numberOfChannels: info.channels });
		expect(opinion?.duration).toBeCloseTo(info.durationSeconds, 6);
		expect((await probe(joined)).durationSeconds).toBeCloseTo(info.durationSeconds, 5);
	});

	it('rejects segments of different formats before reading them', () => {
		const tone = (options: string[]) => wavPiece(makeAudioFile(0.1, [...options, '-f', 'wav']));
		const speech = tone(['-c:a', 'pcm_s16le', '-ar', '24000']);
		const refused = (segments: Parameters<typeof joinAudio>[0]) => {
			expect(() => joinAudio(segments)).toThrow(
				expect.objectContaining({ name: 'AudioError', reason: 'mismatch' }),
			);
		};
		for (const options of ['pcm_s16le -ar 8000', 'pcm_f32le -ar 24000', 'pcm_s16le -ar 24000 -ac 2']) {
			refused([speech, tone(['-c:a', ...options.split(' ')])]);
		}
		const raw = pieceOf(
			new PcmInspector({ encoding: 'pcm_s16le', sampleRate: 24_000, channels: 1 }),
			Buffer.alloc(2),
		);
		refused([speech, raw]);
		expect(() => joinAudio([speech, tone(['-c:a', 'pcm_s16le', '-ar', '8000'])])).toThrow(
			/segment 1 has 24000 Hz.*segment 2 has 8000 Hz/,
		);
		const reason = (name: string) => expect.objectContaining({ reason: name });
		expect(() => joinAudio([])).toThrow(reason('empty'));
		expect(() => joinAudio([tone(['-c:a', 'adpcm_ms'])])).toThrow(reason('unsupported'));
		const large: WavLayout = { ...speech.layout, dataBytes: 2 ** 31, samples: 2 ** 30 };
		expect(() => joinAudio([large, large].map((layout) => ({ ...speech, layout })))).toThrow(
			reason('tooLong'),
		);
	});

	it('detects a changed segment, and closes a segment that is not read to its end', async () => {
		const file = wrapped({ encoding: 'pcm_s16le', sampleRate: 8000, channels: 1 }, Buffer.alloc(20_000));
		const { layout } = wavPiece(file);
		const { read } = wavPiece(file.subarray(0, 30_000));
		const shorter = joinAudio([{ layout: { ...layout, dataBytes: 20_002 }, read }]);
		await expect(collect(shorter.chunks)).rejects.toMatchObject({ reason: 'truncated' });

		let closed = 0;
		const source = async function* () {
			try {
				for (;;) yield await Promise.resolve(file);
			} finally {
				closed += 1;
			}
		};
		const endless = { layout, read: source };
		expect((await collect(joinAudio([endless, endless]).chunks)).length).toBe(44 + 40_000);
		const abandoned = joinAudio([endless, endless]).chunks;
		await abandoned.next();
		await abandoned.next();
		await abandoned.return();
		expect(closed).toBe(3);
	});
});

describe('wavHeader', () => {
	it('describes the samples', () => {
		fc.assert(
			fc.property(format, fc.nat(1000), (pcm, samples) => {
				const dataBytes = samples * BYTES_PER_SAMPLE[pcm.encoding] * pcm.channels;
				const header = Buffer.from(wavHeader(wavFormatOf(pcm), dataBytes));
				expect(header.length).toBe(pcm.encoding === 'pcm_s16le' ? 44 : 58);
				expect(header.readUInt32LE(header.length - 4)).toBe(dataBytes);
				expect(readWavFormat(header.subarray(20, 36))).toMatchObject({
					channels: pcm.channels,
					sampleRate: pcm.sampleRate,
					byteRate: pcm.sampleRate * pcm.channels * BYTES_PER_SAMPLE[pcm.encoding],
				});
			}),
		);
	});

	it.each([
		[24_000, 1, 3, 'invalid'],
		[24_000, 1, -2, 'invalid'],
		[24_000, 1, NaN, 'invalid'],
		[0, 1, 2, 'invalid'],
		[24_000, 0, 2, 'invalid'],
		[24_000.5, 1, 2, 'invalid'],
		[24_000, 40_000, 0, 'invalid'],
		[24_000, 1, 2 ** 32 - 36, 'tooLong'],
	])('rejects %d Hz, %d channels, %d bytes', (sampleRate, channels, dataBytes, reason) => {
		expect(() => wavHeader(wavFormatOf({ encoding: 'pcm_s16le', sampleRate, channels }), dataBytes)).toThrow(
			expect.objectContaining({ name: 'AudioError', reason }),
		);
	});
});
