import { describe, expect, it } from '@jest/globals';

import { inspectorFor } from '../../../nodes/shared/audio/inspect';
import { inspect, mp4Box } from '../../support/audio';

describe('Mp4Inspector', () => {
	/** 32-bit big-endian numbers. */
	function word(...values: number[]): Buffer {
		const bytes = Buffer.alloc(4 * values.length);
		values.forEach((value, index) => bytes.writeUInt32BE(value, 4 * index));
		return bytes;
	}

	const entry = Buffer.concat([Buffer.alloc(8 + 8), word(0x0002_0010, 0, 0xbb80_0000)]);

	interface Parts {
		movie?: Buffer;
		media?: Buffer;
		handler?: string;
		edits?: Buffer;
		samples?: number;
		/** Declared length of the last box of the track. */
		declared?: number;
		/** Another track before this one. */
		first?: Buffer;
	}

	/** Describes one track: 2 seconds in the media at 1000 units per second, 3 seconds in the movie at 100. */
	function moov({
		movie,
		media,
		handler = 'soun',
		edits,
		samples: count = 9,
		declared,
		first = Buffer.alloc(0),
	}: Parts = {}): Buffer {
		const stsd = mp4Box('stsd', Buffer.concat([word(0, 1), mp4Box('mp4a', entry)]));
		const stbl = mp4Box('stbl', Buffer.concat([stsd, mp4Box('stts', word(0, count), declared)]));
		const mdhd = mp4Box('mdhd', media ?? word(0, 0, 0, 1000, 2000, 0));
		const hdlr = mp4Box('hdlr', Buffer.concat([word(0, 0), Buffer.from(handler), Buffer.alloc(13)]));
		// QuickTime has a second handler here, for the location of the data.
		const other = mp4Box('hdlr', Buffer.concat([word(0, 0), Buffer.from('alis'), Buffer.alloc(13)]));
		const mdia = mp4Box('mdia', Buffer.concat([mdhd, hdlr, mp4Box('minf', Buffer.concat([other, stbl]))]));
		const tkhd = mp4Box('tkhd', word(0, 0, 0, 1, 0, 300));
		const edts = edits === undefined ? Buffer.alloc(0) : mp4Box('edts', mp4Box('elst', edits));
		const trak = mp4Box('trak', Buffer.concat([tkhd, edts, mdia]));
		const mvhd = mp4Box('mvhd', movie ?? word(0, 0, 0, 100, 300));
		// A QuickTime container may end with a zero of 32 bits.
		const udta = mp4Box('udta', Buffer.concat([mp4Box('name', Buffer.from('x')), word(0)]));
		return mp4Box('moov', Buffer.concat([mvhd, first, trak, udta, word(0)]));
	}

	const ftyp = mp4Box('ftyp', Buffer.from('M4A \0\0\0\0'));
	const mdat = mp4Box('mdat', Buffer.alloc(100, 0xff));
	const file = (parts?: Parts) => Buffer.concat([ftyp, moov(parts), mdat]);

	const picture = mp4Box(
		'trak',
		mp4Box('mdia', mp4Box('hdlr', Buffer.concat([word(0, 0), Buffer.from('vide'), Buffer.alloc(13)]))),
	);

	it.each([
		['32-bit times', file(), 2],
		['64-bit times', file({ media: word(0x0100_0000, 0, 0, 0, 0, 1000, 0, 2000, 0) }), 2],
		[
			'a 64-bit duration above 32 bits',
			file({ media: word(0x0100_0000, 0, 0, 0, 0, 1000, 1, 0) }),
			2 ** 32 / 1000,
		],
		['an unknown duration, from the track header', file({ media: word(0, 0, 0, 1000, 0xffff_ffff) }), 3],
		['one edit', file({ edits: word(0, 1, 150, 20, 0x1_0000) }), 1.5],
		['a 64-bit edit', file({ edits: word(0x0100_0000, 1, 0, 150, 0, 20, 0x1_0000) }), 1.5],
		['an empty edit', file({ edits: word(0, 2, 70, 0xffff_ffff, 1, 50, 0, 1) }), 0.5],
		['an empty edit list', file({ edits: word(0, 0) }), 2],
		['audio after a picture', file({ first: picture }), 2],
		['moov at the end', Buffer.concat([ftyp, mdat, moov()]), 2],
		['an open end', Buffer.concat([ftyp, moov(), mp4Box('mdat', Buffer.alloc(50), 0)]), 2],
		['a 64-bit size', Buffer.concat([ftyp, word(1, 0x6d64_6174, 0, 66), Buffer.alloc(50), moov()]), 2],
		['zeros at the end', Buffer.concat([file(), Buffer.alloc(33)]), 2],
		['no ftyp', Buffer.concat([mdat, moov()]), 2],
	])('reads %s', (_, bytes, durationSeconds) => {
		for (const pieceBytes of [1, 5, bytes.length]) {
			const info = inspect(inspectorFor('mp4'), bytes, pieceBytes);
			expect(info).toEqual({ bytes: bytes.length, durationSeconds, sampleRate: 48_000, channels: 2 });
		}
	});

	it.each([
		['a picture', 'invalid', file({ handler: 'vide' })],
		['no description', 'truncated', Buffer.concat([ftyp, mdat])],
		['no audio', 'truncated', Buffer.concat([ftyp, moov()])],
		['an empty sample list', 'empty', file({ samples: 0 })],
		['no time scale', 'invalid', file({ media: word(0, 0, 0, 0, 2000) })],
		['a box longer than its container', 'invalid', file({ declared: 5000 })],
		['a box shorter than its header', 'invalid', file({ declared: 7 })],
		['an open end inside a container', 'invalid', file({ declared: 0 })],
		['a size of 2^64', 'invalid', Buffer.concat([ftyp, word(1, 0x6d64_6174, 0xffff_ffff, 0xffff_ffff)])],
		['audio cut short', 'truncated', file().subarray(0, -1)],
		['a description cut short', 'truncated', Buffer.concat([ftyp, mdat, moov().subarray(0, -20)])],
		['a header cut short', 'truncated', Buffer.concat([file(), mdat.subarray(0, 6)])],
		['something else', 'invalid', Buffer.from('not at all an MP4 file')],
		['nothing', 'invalid', Buffer.alloc(0)],
	])('rejects %s', (_, reason, bytes) => {
		for (const pieceBytes of [1, 5, 1000]) {
			expect(() => inspect(inspectorFor('mp4'), bytes, pieceBytes)).toThrow(
				expect.objectContaining({ name: 'AudioError', reason }),
			);
		}
	});
});
