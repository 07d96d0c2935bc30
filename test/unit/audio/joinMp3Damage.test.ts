import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { joinAudio } from '../../../nodes/shared/audio/join';
import { collect } from '../../support/audio';
import { decode } from '../../support/ffprobe';
import { framesOf, makePlainMp3, mp3Piece } from './mp3Fixtures';

const ID3V1 = Buffer.concat([Buffer.from('TAG'), Buffer.alloc(125, ' ')]);
const ENHANCED = Buffer.concat([Buffer.from('TAG+'), Buffer.alloc(223, ' ')]);

/** A tag with a picture that is full of bytes that look like frames. */
function id3v2(decoy: Buffer): Buffer {
	const header = Buffer.from('ID3\x04\0\0\0\0\0\0', 'latin1');
	header[7] = (decoy.length >> 14) & 0x7f;
	header[8] = (decoy.length >> 7) & 0x7f;
	header[9] = decoy.length & 0x7f;
	return Buffer.concat([header, decoy]);
}

/** APEv2, with or without a header before its items. */
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

let plain: Buffer;

beforeAll(() => {
	plain = makePlainMp3();
});

describe('joinAudio with tagged and damaged MP3', () => {
	it('finds the frames between tags, pictures that look like audio, and damage', async () => {
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
						// Two zeros, so that no frame starts in the damage and ends after it.
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

	it('continues after damage, with about as many samples as ffmpeg', async () => {
		for (const [index, length] of [3, 20, 97, 300, 700, 1400].entries()) {
			const at = 300 + 211 * index;
			const damaged = Buffer.from(plain).fill(0x55, at, Math.min(at + length, plain.length - 500));
			const { layout, read } = mp3Piece(damaged);
			const { pcm } = await decode(damaged);
			// The damaged frames are lost; how ffmpeg decodes the frame before them does not matter.
			expect(Math.abs(layout.samples - pcm.length)).toBeLessThanOrEqual(3 * 576);
			const joined = await collect(joinAudio([{ layout, read }]).chunks);
			expect(framesOf(joined).length).toBe(layout.frames);
		}
	});
});
