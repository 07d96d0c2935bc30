import type { ByteReader } from './byteReader';
import type { SoundFormat } from './mp4Sound';

/** An unknown time is all ones (ISO/IEC 14496-12, 8.2.2.3), in 32 or 64 bits. */
const UNKNOWN_32 = 0xffff_ffff;
const UNKNOWN_64 = 2 ** 64;

/** Longer edit lists are not read. Encoders write one or two edits. */
const MAX_EDITS = 16;
const EDIT_BYTES = { short: 12, long: 20 } as const;

/** Number of bytes of an `elst` box to read. */
export const EDIT_LIST_BYTES = 8 + MAX_EDITS * EDIT_BYTES.long;

export interface Timing {
	/** Units per second. */
	readonly timescale: number;
	/** In units of `timescale`; 0 if unknown. */
	readonly duration: number;
}

/** A track as `moov` describes it. */
export interface Mp4Track {
	id: number;
	isSound: boolean;
	media: Timing;
	/** Duration in the track header, in units of the movie; 0 if unknown. */
	presentation: number;
	/** Duration of its edits, in units of the movie; 0 if it has none. */
	edited: number;
	/** Whether `moov` lists samples. Fragments may have more. */
	hasSamples: boolean;
	format: SoundFormat | undefined;
}

export const newTrack = (): Mp4Track => ({
	id: 0,
	isSound: false,
	media: { timescale: 0, duration: 0 },
	presentation: 0,
	edited: 0,
	hasSamples: false,
	format: undefined,
});

/** Reads a time: 32 bits, or 64 bits in version 1 of a box. Returns 0 if it is unknown. */
export function readTime(fields: ByteReader, version: number): number {
	const time = version === 1 ? fields.u64() : fields.u32();
	return time === (version === 1 ? UNKNOWN_64 : UNKNOWN_32) ? 0 : time;
}

/** Reads `mvhd` (8.2.2) or `mdhd` (8.4.2): two dates, timescale, duration. */
export function readTiming(fields: ByteReader, version: number): Timing {
	const timescale = fields.skip(version === 1 ? 16 : 8).u32();
	return { timescale, duration: readTime(fields, version) };
}

/** Reads `tkhd` (8.3.2). */
export function readTrackHeader(track: Mp4Track, fields: ByteReader, version: number): void {
	track.id = fields.skip(version === 1 ? 16 : 8).u32();
	track.presentation = readTime(fields.skip(4), version);
}

/**
 * Reads `elst` (8.6.6), the parts of the media to play. Encoders use it to skip the silence that they add at the
 * start; a shortened recording may skip most of the media.
 */
export function readEdits(track: Mp4Track, fields: ByteReader, version: number): void {
	const count = fields.u32();
	if (count > MAX_EDITS) {
		track.edited = track.presentation;
		return;
	}
	for (let index = 0; index < count; index += 1) {
		const edit = fields.section(version === 1 ? EDIT_BYTES.long : EDIT_BYTES.short);
		const duration = version === 1 ? edit.u64() : edit.u32();
		const startsAt = version === 1 ? edit.skip(4).u32() : edit.u32();
		// -1 is a gap: nothing plays.
		if (startsAt !== 0xffff_ffff) track.edited += duration;
	}
}
