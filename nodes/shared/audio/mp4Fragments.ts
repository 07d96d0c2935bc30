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

/** Version, flags and number of samples: what is in front of the other fields of a `trun`. */
const TRUN_BYTES = 4 + 4;

/** Defaults of more tracks than this are not kept; files have a handful. */
const MAX_TRACKS = 64;

/** Sums up how long the samples of one track are in the fragments of a file. */
export class Mp4Fragments {
	/** Number of runs of samples that belong to the track. */
	count = 0;
	/** Of their samples, in units of the track. */
	duration = 0;
	private readonly defaults = new Map<number, number>();
	private trackId = 0;
	private sampleDuration = 0;
	private entries = 0;
	private entryBytes = 0;

	/** Whether the current position is in the table of a `trun`. */
	get isInTable(): boolean {
		return this.entries > 0;
	}

	/**
	 * Takes a `trex`, `tfhd` or `trun`.
	 *
	 * @param fields Behind version and flags.
	 * @param contentBytes Length of the box without its header.
	 * @param sound Number of the track to count, when it is known.
	 * @throws {AudioError} when a table has another length than its box.
	 */
	read(
		type: string,
		fields: ByteReader,
		flags: number,
		contentBytes: number,
		sound: number | undefined,
	): void {
		const has = (flag: number) => (flags & flag) !== 0;
		if (type === 'trex') {
			const id = fields.u32();
			if (this.defaults.size < MAX_TRACKS) this.defaults.set(id, fields.skip(4).u32());
		}
		if (type === 'tfhd') {
			this.trackId = fields.u32();
			fields.skip((has(BASE_DATA_OFFSET) ? 8 : 0) + (has(SAMPLE_DESCRIPTION) ? 4 : 0));
			const usual = this.defaults.get(this.trackId) ?? 0;
			this.sampleDuration = has(DEFAULT_DURATION) ? fields.u32() : usual;
		}
		if (type !== 'trun' || this.trackId !== sound) return;

		const samples = fields.u32();
		const before = (has(DATA_OFFSET) ? 4 : 0) + (has(FIRST_SAMPLE_FLAGS) ? 4 : 0);
		const columns = [SAMPLE_DURATION, SAMPLE_SIZE, SAMPLE_FLAGS, SAMPLE_TIME_OFFSET];
		const entryBytes = 4 * columns.filter(has).length;
		if (TRUN_BYTES + before + samples * entryBytes !== contentBytes) {
			throw new AudioError('A table of the MP4 file does not fit the box that it is in', 'invalid');
		}
		this.count += 1;
		if (!has(SAMPLE_DURATION)) {
			this.duration += samples * this.sampleDuration;
			return;
		}
		fields.skip(before);
		this.entries = samples;
		this.entryBytes = entryBytes;
	}

	/**
	 * Adds up the durations that are there, the first field of each entry.
	 *
	 * @returns How far to go on, or how many bytes are needed to go on.
	 */
	readTable(bytes: Uint8Array): { advance: number; need: number } {
		const { entryBytes } = this;
		const there = Math.min(this.entries, Math.floor(bytes.length / entryBytes));
		if (there === 0) return { advance: 0, need: entryBytes };
		const view = viewOf(bytes);
		for (let index = 0; index < there; index += 1) this.duration += view.getUint32(index * entryBytes);
		this.entries -= there;
		return { advance: there * entryBytes, need: 0 };
	}
}
