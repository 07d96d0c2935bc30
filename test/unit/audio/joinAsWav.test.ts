import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { joinAsWav } from '../../../nodes/shared/audio/joinAsWav';
import type { PcmFormat } from '../../../nodes/shared/audio/pcm';
import { BYTES_PER_SAMPLE, PcmInspector } from '../../../nodes/shared/audio/pcm';
import { WavInspector } from '../../../nodes/shared/audio/wav';
import { wavFormatOf, wavHeader } from '../../../nodes/shared/audio/wavFormat';
import { collect, inspect, makeAudio, pieceOf } from '../../support/audio';
import { decode, probe } from '../../support/ffprobe';

const format = fc.record({
	encoding: fc.constantFrom('pcm_s16le' as const, 'pcm_f32le' as const, 'pcm_mulaw' as const),
	sampleRate: fc.constantFrom(8000, 24_000, 48_000),
	channels: fc.integer({ min: 1, max: 2 }),
});

const SPEECH: PcmFormat = { encoding: 'pcm_s16le', sampleRate: 24_000, channels: 1 };

describe('joinAsWav with raw audio', () => {
	it('writes a WAV file with correct sizes for any number of segments', async () => {
		const seeds = fc.array(fc.uint8Array({ minLength: 1, maxLength: 50 }), { minLength: 1, maxLength: 5 });
		await fc.assert(
			fc.asyncProperty(format, seeds, fc.integer({ min: 1, max: 99 }), async (pcm, parts, chunkBytes) => {
				const sampleBytes = BYTES_PER_SAMPLE[pcm.encoding] * pcm.channels;
				const files = parts.map((seed) => Buffer.concat(Array<Uint8Array>(sampleBytes).fill(seed)));
				const samples = Buffer.concat(files);
				const { layout, info, chunks } = joinAsWav(
					files.map((file) => pieceOf(new PcmInspector(pcm), file, chunkBytes)),
				);
				const wav = await collect(chunks);
				const header = wavHeader(wavFormatOf(pcm), samples.length);
				expect(layout).toMatchObject({ kind: 'wav', dataOffset: header.length, dataBytes: samples.length });
				expect(wav.subarray(0, header.length).equals(header)).toBe(true);
				expect(wav.subarray(header.length, header.length + samples.length).equals(samples)).toBe(true);
				expect(wav.length % 2).toBe(0);
				expect(info).toEqual(inspect(new WavInspector(), wav));
			}),
		);
	});

	it('keeps the sound', async () => {
		const file = makeAudio(1, ['-f', 's16le', '-ar', '24000', '-ac', '1']);
		const wav = await collect(joinAsWav([pieceOf(new PcmInspector(SPEECH), file)]).chunks);
		expect(await probe(wav)).toMatchObject({ formatName: 'wav', sampleRate: 24_000, durationSeconds: 1 });
		const { pcm, warnings } = await decode(wav);
		expect(warnings).toBe('');
		expect(Buffer.from(pcm.buffer).equals(file)).toBe(true);
	});

	it('rejects audio beyond the limit of RIFF, and an empty list', () => {
		const day = { kind: 'pcm' as const, format: SPEECH, dataBytes: 2 ** 32, samples: 2 ** 31 };
		const read = () => {
			throw new Error('Not to be read');
		};
		expect(() => joinAsWav([{ layout: day, read }])).toThrow(/limited to 4 GiB/);
		expect(() => joinAsWav([])).toThrow(/no audio/);
	});
});

describe('joinAsWav with other formats', () => {
	it('keeps the format', async () => {
		const file = makeAudio(1, ['-c:a', 'pcm_s16le', '-f', 'wav']);
		const joined = joinAsWav([pieceOf(new WavInspector(), file), pieceOf(new WavInspector(), file)]);
		expect((await probe(await collect(joined.chunks))).durationSeconds).toBeCloseTo(2, 3);
	});
});
