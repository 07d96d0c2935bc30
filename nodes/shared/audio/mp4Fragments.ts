import type { ByteReader } from './byteReader';
import { viewOf } from './scanner';
import { AudioError } from './types';

/** Flags of `tfhd` (ISO/IEC 14496-12, 8.8.7). */
const BASE_DATA_OFFSET = 0x1;
const SAMPLE_DESCRIPTION = 0x2;
const DEFAULT_DURATION = 0x8;

/** Flags of `trun` (8.8.8). */
const DATA_OFFSET = 0x1;
const FIRST_SAMPLE_FLAGS = 0x4;
const SAMPLE_DURATION = 0x100;
const SAMPLE_SIZE = 0x200;
const SAMPLE_FLAGS = 0x400;
const SAMPLE_TIME_OFFSET = 0x800;

/** Version, flags and number of samples, the first fields of a `trun`. */
const TRUN_BYTES = 4 + 4;

/** Defaults of further tracks are ignored. Files have a handful of tracks. */
const MAX_TRACKS = 64;

/** Adds up the duration of one track in the fragments of a file. */
export class Mp4Fragments {
	/** Number of `trun` boxes of the track. */
	count = 0;
	/** In units of the track. */
	duration = 0;
	private readonly defaults = new Map<number, number>();
	private trackId = 0;
	private sampleDuration = 0;
	private entries = 0;
	private entryBytes = 0;

	/** Whether the current position is in the sample table of a `trun`. */
	get isInTable(): boolean {
		return this.entries > 0;
	}

	/**
	 * Reads a `trex`, `tfhd` or `trun`.
	 *
	 * @param fields The fields after version and flags.
	 * @param contentBytes Length of the box without its header.
	 * @param soundTrackId The track to add up, if known.
	 * @throws {AudioError} if a table does not match the size of its box.
	 */
	read(
		type: string,
		fields: ByteReader,
		flags: number,
		contentBytes: number,
		soundTrackId: number | undefined,
	): void {
		const has = (flag: number) => (flags & flag) !== 0;
		if (type === 'trex') {
			const id = fields.u32();
			if (this.defaults.size < MAX_TRACKS) this.defaults.set(id, fields.skip(4).u32());
		}
		if (type === 'tfhd') {
			this.trackId = fields.u32();
			fields.skip((has(BASE_DATA_OFFSET) ? 8 : 0) + (has(SAMPLE_DESCRIPTION) ? 4 : 0));
			const trackDefault = this.defaults.get(this.trackId) ?? 0;
			this.sampleDuration = has(DEFAULT_DURATION) ? fields.u32() : trackDefault;
		}
		if (type !== 'trun' || this.trackId !== soundTrackId) return;

		const samples = fields.u32();
		const optionalBytes = (has(DATA_OFFSET) ? 4 : 0) + (has(FIRST_SAMPLE_FLAGS) ? 4 : 0);
		const columns = [SAMPLE_DURATION, SAMPLE_SIZE, SAMPLE_FLAGS, SAMPLE_TIME_OFFSET];
		const entryBytes = 4 * columns.filter(has).length;
		if (TRUN_BYTES + optionalBytes + samples * entryBytes !== contentBytes) {
			throw new AudioError('A table in the MP4 file does not match the size of its box', 'invalid');
		}
		this.count += 1;
		if (!has(SAMPLE_DURATION)) {
			this.duration += samples * this.sampleDuration;
			return;
		}
		fields.skip(optionalBytes);
		this.entries = samples;
		this.entryBytes = entryBytes;
	}

	/**
	 * Adds up the durations in these bytes, the first field of each entry.
	 *
	 * @returns `advance`: number of bytes read. `need`: number of bytes needed to continue, if `advance` is 0.
	 */
	readTable(bytes: Uint8Array): { advance: number; need: number } {
		const { entryBytes } = this;
		const count = Math.min(this.entries, Math.floor(bytes.length / entryBytes));
		if (count === 0) return { advance: 0, need: entryBytes };
		const view = viewOf(bytes);
		for (let index = 0; index < count; index += 1) this.duration += view.getUint32(index * entryBytes);
		this.entries -= count;
		return { advance: count * entryBytes, need: 0 };
	}
}
