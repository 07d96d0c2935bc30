import type { ByteReader } from './byteReader';
import type { SoundFormat } from './mp4Sound';

/** Times that are not known are all ones (ISO/IEC 14496-12, 8.2.2.3), in 32 or 64 bits. */
const UNKNOWN_32 = 0xffff_ffff;
const UNKNOWN_64 = 2 ** 64;

/** More edits than this are not added up; encoders write one or two. */
const MAX_EDITS = 16;
const EDIT_BYTES = { short: 12, long: 20 } as const;

/** As much of an `elst` box is looked at. */
export const EDIT_LIST_BYTES = 8 + MAX_EDITS * EDIT_BYTES.long;

/** A time and the units per second that it is counted in. */
export interface Timing {
	readonly timescale: number;
	/** 0 when not known. */
	readonly duration: number;
}

/** What `moov` says about one track. */
export interface Mp4Track {
	id: number;
	isSound: boolean;
	media: Timing;
	/** How long it plays by its own header, in units of the whole file; 0 when not known. */
	presentation: number;
	/** How long its edits play, in the same units; 0 when there are none. */
	edited: number;
	/** Whether the samples are listed here, and not (all) in fragments. */
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

/** A time of 32 bits, or of 64 in version 1 of a box; 0 when not known. */
export function readTime(fields: ByteReader, version: number): number {
	const time = version === 1 ? fields.u64() : fields.u32();
	return time === (version === 1 ? UNKNOWN_64 : UNKNOWN_32) ? 0 : time;
}

/** `mvhd` (8.2.2) and `mdhd` (8.4.2), which begin alike: two dates, units per second, duration. */
export function readTiming(fields: ByteReader, version: number): Timing {
	const timescale = fields.skip(version === 1 ? 16 : 8).u32();
	return { timescale, duration: readTime(fields, version) };
}

/** `tkhd` (8.3.2). */
export function readTrackHeader(track: Mp4Track, fields: ByteReader, version: number): void {
	track.id = fields.skip(version === 1 ? 16 : 8).u32();
	track.presentation = readTime(fields.skip(4), version);
}

/**
 * `elst` (8.6.6): which parts of the media are played. An encoder leaves out the silence that it has put in
 * front, a person who has shortened a recording may have left out most of it.
 */
export function readEdits(track: Mp4Track, fields: ByteReader, version: number): void {
	const count = fields.u32();
	if (count > MAX_EDITS) {
		track.edited = track.presentation;
		return;
	}
	for (let index = 0; index < count; index += 1) {
		const edit = fields.part(version === 1 ? EDIT_BYTES.long : EDIT_BYTES.short);
		const duration = version === 1 ? edit.u64() : edit.u32();
		const startsAt = version === 1 ? edit.skip(4).u32() : edit.u32();
		// -1: nothing is played for that long.
		if (startsAt !== 0xffff_ffff) track.edited += duration;
	}
}
