import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { joinAudio } from '../../../nodes/shared/audio/join';
import { Mp3Inspector } from '../../../nodes/shared/audio/mp3';
import {
	crc16,
	mainDataBegin,
	parseMp3FrameHeader,
	silenceFrame,
} from '../../../nodes/shared/audio/mp3Frame';
import { collect, inspect, musicMetadata } from '../../support/audio';
import { decode, probe } from '../../support/ffprobe';
import { encode, framesOf, makePlainMp3, mp3Piece } from './mp3Fixtures';

let plain: Buffer;
let tagged: Buffer;
let variable: Buffer;

beforeAll(() => {
	plain = makePlainMp3();
	tagged = encode('-ar 24000 -b:a 64k -metadata title=x -id3v2_version 3 -write_id3v1 1 -write_apetag 1');
	variable = encode('-ar 24000 -q:a 4');
});

describe('joinAudio with MP3', () => {
	it('keeps every frame with audio, and no tag or info frame', async () => {
		const files = [plain, tagged, variable, plain];
		const segments = files.map((file) => mp3Piece(file, 777));
		const hasInfoFrame = (file: Buffer) => file.includes('Xing') || file.includes('Info');
		expect(files.map(hasInfoFrame)).toEqual([false, true, true, false]);
		expect(segments[0]?.layout).toMatchObject({ frameBytes: plain.length });

		const { info, layout, chunks } = joinAudio(segments);
		const joined = await collect(chunks);
		const frames = framesOf(joined);
		const sum = segments.reduce((total, { layout }) => total + layout.frames, 0);
		expect(frames.length).toBe(sum);
		expect(layout.samples).toBe(sum * 576);
		expect(joined.length).toBe(info.bytes);
		expect(inspect(new Mp3Inspector(), joined)).toEqual(info);
		expect(hasInfoFrame(joined) || joined.includes('ID3')).toBe(false);
		// The frames of each file are adjacent, so its audio is one range of the file.
		for (const [index, file] of files.entries()) {
			const audio = Buffer.concat(frames.splice(0, segments[index]?.layout.frames));
			expect(audio.length).toBe(segments[index]?.layout.frameBytes);
			expect(file.includes(audio)).toBe(true);
		}
		expect(frames).toEqual([]);

		const { pcm, warnings } = await decode(joined);
		expect(warnings).toBe('');
		expect(pcm.length).toBe(layout.samples);
		// music-metadata assumes that all frames have the bit rate of the first ones.
		const constant = joinAudio([mp3Piece(plain), mp3Piece(plain), mp3Piece(plain)]);
		const [opinion] = await musicMetadata([await collect(constant.chunks)]);
		expect(opinion).toMatchObject({
			sampleRate: 24_000,
			numberOfChannels: 1,
			numberOfSamples: constant.layout.samples,
		});
		expect((await probe(joined)).channels).toBe(1);
	});

	it('keeps the sound, from the second frame of each segment', async () => {
		const { chunks } = joinAudio([mp3Piece(plain), mp3Piece(plain)]);
		const { pcm } = await decode(await collect(chunks));
		const alone = (await decode(plain)).pcm;
		expect(pcm.length).toBe(2 * alone.length);
		// Adjacent frames overlap, so the first one after a seam contains the end of the last one.
		const from = 2 * 576;
		const differences = alone.subarray(from).map((sample, index) => {
			return Math.abs(sample - (pcm[alone.length + from + index] ?? NaN));
		});
		expect(Math.max(...differences)).toBeLessThanOrEqual(1);
	});

	it('silences a frame whose start is missing, instead of reading bytes of the previous segment', async () => {
		const frames = framesOf(plain);
		const begins = frames.map((bytes) => {
			const frame = parseMp3FrameHeader(bytes);
			return frame === undefined ? 0 : mainDataBegin(bytes, frame);
		});
		expect(begins[0]).toBe(0);
		const start = begins.findIndex((begin, index) => index > 3 && begin > 60);
		expect(start).toBeGreaterThan(0);
		const cut = Buffer.concat(frames.slice(start));

		const { info, layout, chunks } = joinAudio([mp3Piece(plain), mp3Piece(cut)]);
		const joined = await collect(chunks);
		expect(framesOf(joined).length).toBe(2 * frames.length - start);
		expect(joined.length).toBe(info.bytes);
		const seam = framesOf(joined)[frames.length];
		const header = seam && parseMp3FrameHeader(seam);
		expect(seam && header && mainDataBegin(seam, header)).toBe(0);

		const { pcm, warnings } = await decode(joined);
		expect(warnings).toBe('');
		expect(pcm.length).toBe(layout.samples);
		// The rest sounds like the cut file.
		const end = (await decode(cut)).pcm.subarray(-4000);
		const differences = end.map((sample, index) =>
			Math.abs(sample - (pcm[pcm.length - 4000 + index] ?? NaN)),
		);
		expect(Math.max(...differences)).toBeLessThanOrEqual(1);
	});

	it('corrects the checksum of a frame that it silences', () => {
		// CRC-16/CMS in the catalogue of parametrised CRC algorithms.
		expect(crc16([...Buffer.from('123456789')])).toBe(0xaee7);
		const frame = framesOf(plain)[4] ?? Buffer.alloc(0);
		const withCrc = Buffer.from(frame);
		withCrc[1] = (withCrc[1] ?? 0) & 0xfe;
		const header = parseMp3FrameHeader(withCrc);
		if (header === undefined) throw new Error('No frame');
		const silent = Buffer.from(silenceFrame(withCrc, header));
		expect(silent.readUInt16BE(4)).toBe(crc16([...silent.subarray(2, 4), ...Buffer.alloc(9)]));
		expect(silent.subarray(15)).toEqual(withCrc.subarray(15));
	});

	it('returns the same file when joined in steps, in any chunks', async () => {
		const pool = [plain, tagged, variable];
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.nat(2), { minLength: 2, maxLength: 5 }),
				fc.nat(),
				fc.integer({ min: 1, max: 5000 }),
				async (indices, at, chunkBytes) => {
					const files = indices.map((index) => pool[index] ?? plain);
					const segments = files.map((file) => mp3Piece(file, chunkBytes));
					const cut = 1 + (at % (files.length - 1));
					const halves = await Promise.all(
						[segments.slice(0, cut), segments.slice(cut)].map((group) => collect(joinAudio(group).chunks)),
					);
					const inSteps = joinAudio(halves.map((half) => mp3Piece(half, chunkBytes)));
					const inOneStep = joinAudio(segments);
					expect(inSteps.layout).toEqual(inOneStep.layout);
					const [left, right] = await Promise.all([collect(inSteps.chunks), collect(inOneStep.chunks)]);
					expect(left.equals(right)).toBe(true);
					const inspector = new Mp3Inspector();
					inspect(inspector, right);
					expect(inspector.layout()).toEqual(inOneStep.layout);
				},
			),
			{ numRuns: 30 },
		);
	});

	it('rejects different sample rates or channels, and a changed segment', async () => {
		const first = mp3Piece(plain);
		const reason = (name: string) => expect.objectContaining({ name: 'AudioError', reason: name });
		for (const other of ['-ar 48000 -b:a 64k', '-ar 22050 -b:a 64k', '-ar 24000 -ac 2 -b:a 64k']) {
			expect(() => joinAudio([first, mp3Piece(encode(other))])).toThrow(reason('mismatch'));
		}
		const shorter = { layout: first.layout, read: mp3Piece(Buffer.concat(framesOf(plain).slice(1))).read };
		await expect(collect(joinAudio([shorter]).chunks)).rejects.toMatchObject({ reason: 'truncated' });
		const stereo = encode('-ar 24000 -ac 2 -b:a 64k');
		const [firstFrame = stereo] = framesOf(await collect(joinAudio([mp3Piece(stereo)]).chunks));
		const mixed = mp3Piece(Buffer.concat([plain, stereo.subarray(stereo.indexOf(firstFrame))]));
		await expect(collect(joinAudio([mixed]).chunks)).rejects.toMatchObject({ reason: 'mismatch' });
	});
});
