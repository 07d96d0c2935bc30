import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { joinAudio } from '../../../nodes/shared/audio/join';
import { Mp3Inspector } from '../../../nodes/shared/audio/mp3';
import { crc16, mainDataBegin, parseMp3FrameHeader, silenceFrame } from '../../../nodes/shared/audio/mp3Frame';
import { collect, inspect, makeAudio, makeAudioFile, musicMetadata, pieceOf } from '../../support/audio';
import { decode, probe } from '../../support/ffprobe';

const mp3Piece = (file: Uint8Array, chunkBytes?: number) => pieceOf(new Mp3Inspector(), file, chunkBytes);

/** Frames by nothing but their headers, one behind the other: how a file that was joined has to be. */
function framesOf(file: Buffer): Buffer[] {
	const frames: Buffer[] = [];
	for (let at = 0; at < file.length;) {
		const frame = parseMp3FrameHeader(file.subarray(at));
		if (frame === undefined) throw new Error(`No frame at ${at}`);
		frames.push(file.subarray(at, at + frame.bytes));
		at += frame.bytes;
	}
	return frames;
}

const ID3V1 = Buffer.concat([Buffer.from('TAG'), Buffer.alloc(125, ' ')]);
const ENHANCED = Buffer.concat([Buffer.from('TAG+'), Buffer.alloc(223, ' ')]);

/** A tag with a picture in it that is full of what looks like frames. */
function id3v2(decoy: Buffer): Buffer {
	const header = Buffer.from('ID3\x04\0\0\0\0\0\0', 'latin1');
	header[7] = (decoy.length >> 14) & 0x7f;
	header[8] = (decoy.length >> 7) & 0x7f;
	header[9] = decoy.length & 0x7f;
	return Buffer.concat([header, decoy]);
}

/** APEv2, with or without a header in front of its items. */
function ape(items: Buffer, hasHeader: boolean): Buffer {
	const end = (flags: number) => {
		const bytes = Buffer.alloc(32);
		bytes.write('APETAGEX');
		bytes.writeUInt32LE(2000, 8);
		bytes.writeUInt32LE(items.length + 32, 12);
		bytes.writeUInt32LE(1, 16);
		bytes.writeUInt32LE(flags >>> 0, 20);
		return bytes;
	};
	const head = hasHeader ? end(0xa000_0000) : Buffer.alloc(0);
	return Buffer.concat([head, items, end(hasHeader ? 0x8000_0000 : 0)]);
}

const encode = (text: string, seconds = 1.1) =>
	makeAudioFile(seconds, `-c:a libmp3lame ${text} -f mp3`.split(' '));

let plain: Buffer;
let tagged: Buffer;
let variable: Buffer;

beforeAll(() => {
	// Nothing but frames; a small number of bits, so that frames lend each other theirs.
	plain = makeAudio(
		1.1,
		'-c:a libmp3lame -ar 24000 -b:a 32k -write_xing 0 -id3v2_version 0 -f mp3'.split(' '),
	);
	tagged = encode('-ar 24000 -b:a 64k -metadata title=x -id3v2_version 3 -write_id3v1 1 -write_apetag 1');
	variable = encode('-ar 24000 -q:a 4');
});

describe('MP3', () => {
	it('is joined to the frame: no tag and no table of contents is left, every frame with audio is', async () => {
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
		// music-metadata takes the bit rate of the first frames for that of all.
		const constant = joinAudio([mp3Piece(plain), mp3Piece(plain), mp3Piece(plain)]);
		const [opinion] = await musicMetadata([await collect(constant.chunks)]);
		expect(opinion).toMatchObject({
			sampleRate: 24_000,
			numberOfChannels: 1,
			numberOfSamples: constant.layout.samples,
		});
		expect((await probe(joined)).channels).toBe(1);
	});

	it('sounds as its parts do, from the second frame of each', async () => {
		const { chunks } = joinAudio([mp3Piece(plain), mp3Piece(plain)]);
		const { pcm } = await decode(await collect(chunks));
		const alone = (await decode(plain)).pcm;
		expect(pcm.length).toBe(2 * alone.length);
		// Neighbouring frames overlap, so the first one at a seam takes in the end of the last.
		const from = 2 * 576;
		const differences = alone.subarray(from).map((sample, index) => {
			return Math.abs(sample - (pcm[alone.length + from + index] ?? NaN));
		});
		expect(Math.max(...differences)).toBeLessThanOrEqual(1);
	});

	it('is silent where the beginning of a frame was lost, and does not take bytes of the part before', async () => {
		const frames = framesOf(plain);
		const begins = frames.map((bytes) => {
			const frame = parseMp3FrameHeader(bytes);
			return frame === undefined ? 0 : mainDataBegin(bytes, frame);
		});
		expect(begins[0]).toBe(0);
		const start = begins.findIndex((begin, index) => index > 3 && begin > 60);
		expect(start).toBeGreaterThan(0);
		const torn = Buffer.concat(frames.slice(start));

		const { info, layout, chunks } = joinAudio([mp3Piece(plain), mp3Piece(torn)]);
		const joined = await collect(chunks);
		expect(framesOf(joined).length).toBe(2 * frames.length - start);
		expect(joined.length).toBe(info.bytes);
		const seam = framesOf(joined)[frames.length];
		const header = seam && parseMp3FrameHeader(seam);
		expect(seam && header && mainDataBegin(seam, header)).toBe(0);

		const { pcm, warnings } = await decode(joined);
		expect(warnings).toBe('');
		expect(pcm.length).toBe(layout.samples);
		// The rest is what a decoder makes of the torn file.
		const end = (await decode(torn)).pcm.subarray(-4000);
		const differences = end.map((sample, index) =>
			Math.abs(sample - (pcm[pcm.length - 4000 + index] ?? NaN)),
		);
		expect(Math.max(...differences)).toBeLessThanOrEqual(1);
	});

	it('keeps the checksum of a frame that it makes silent', () => {
		// CRC-16/CMS in the catalogue of parametrised CRC algorithms.
		expect(crc16([...Buffer.from('123456789')])).toBe(0xaee7);
		const frame = framesOf(plain)[4] ?? Buffer.alloc(0);
		const withCrc = Buffer.from(frame);
		withCrc[1] = (withCrc[1] ?? 0) & 0xfe;
		const header = parseMp3FrameHeader(withCrc);
		if (header === undefined) throw new Error('No frame');
		const quiet = Buffer.from(silenceFrame(withCrc, header));
		expect(quiet.readUInt16BE(4)).toBe(crc16([...quiet.subarray(2, 4), ...Buffer.alloc(9)]));
		expect(quiet.subarray(15)).toEqual(withCrc.subarray(15));
	});

	it('is found between tags, pictures that look like audio, and damage', async () => {
		const decoy = Buffer.concat(
			framesOf(plain)
				.slice(0, 5)
				.map((frame) => frame.subarray(0, 30)),
		);
		const junk = fc
			.uint8Array({ maxLength: 300 })
			.map((bytes) =>
				Buffer.from(bytes).map((byte) => (byte === 0x49 || byte === 0x54 || byte === 0x41 ? 0 : byte)),
			);
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.constantFrom(id3v2(decoy), id3v2(decoy.subarray(0, 50)), Buffer.alloc(0)), {
					maxLength: 2,
				}),
				fc.constantFrom(Buffer.alloc(0), ape(decoy, true), ape(Buffer.from('Title\0x'), false)),
				fc.constantFrom(Buffer.alloc(0), ID3V1, Buffer.concat([ENHANCED, ID3V1])),
				junk,
				fc.integer({ min: 1, max: 3000 }),
				async (front, behind, last, damage, chunkBytes) => {
					const frames = framesOf(plain);
					const half = Math.floor(frames.length / 2);
					const file = Buffer.concat([
						...front,
						...frames.slice(0, half),
						// Two zeros, so that a frame cannot begin in what was put in and end in what was there.
						...(damage.length > 0 ? [damage, Buffer.alloc(2)] : []),
						...frames.slice(half),
						behind,
						last,
					]);
					const { layout, read } = mp3Piece(file, chunkBytes);
					expect(layout.frames).toBe(frames.length);
					expect(plain.equals(await collect(joinAudio([{ layout, read }]).chunks))).toBe(true);
				},
			),
			{ numRuns: 200 },
		);
	});

	it('is read on behind damage, about as far as ffmpeg reads it', async () => {
		for (const [index, length] of [3, 20, 97, 300, 700, 1400].entries()) {
			const at = 300 + 211 * index;
			const damaged = Buffer.from(plain).fill(0x55, at, Math.min(at + length, plain.length - 500));
			const { layout, read } = mp3Piece(damaged);
			const { pcm } = await decode(damaged);
			// What was hit is lost, and what ffmpeg makes of the frame in front of it is its own matter.
			expect(Math.abs(layout.samples - pcm.length)).toBeLessThanOrEqual(3 * 576);
			const joined = await collect(joinAudio([{ layout, read }]).chunks);
			expect(framesOf(joined).length).toBe(layout.frames);
		}
	});

	it('can be joined in any order of steps and in any chunks', async () => {
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
					const atOnce = joinAudio(segments);
					expect(inSteps.layout).toEqual(atOnce.layout);
					const [left, right] = await Promise.all([collect(inSteps.chunks), collect(atOnce.chunks)]);
					expect(left.equals(right)).toBe(true);
					const found = new Mp3Inspector();
					inspect(found, right);
					expect(found.layout()).toEqual(atOnce.layout);
				},
			),
			{ numRuns: 30 },
		);
	});

	it('is refused when rates or channels differ, and when a part has changed', async () => {
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
