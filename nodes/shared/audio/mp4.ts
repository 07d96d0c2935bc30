import { ByteReader } from './byteReader';
import { Mp4Fragments } from './mp4Fragments';
import { readSampleEntry, SAMPLE_ENTRY_BYTES } from './mp4Sound';
import type { Mp4Track, Timing } from './mp4Track';
import { EDIT_LIST_BYTES, newTrack, readEdits, readTime, readTiming, readTrackHeader } from './mp4Track';
import { ascii, ByteScanner } from './scanner';
import type { AudioInfo, AudioInspector } from './types';
import { AudioError } from './types';

const BOX_HEADER_BYTES = 8;
const LONG_BOX_HEADER_BYTES = 16;

/** A file begins with `ftyp`, or in older files with another of these boxes (QuickTime File Format). */
const FIRST_BOXES = ['ftyp', 'moov', 'mdat', 'free', 'skip', 'wide', 'pnot', 'styp'];

/** Containers to open, with the box that each is in; '' is the file. */
const CONTAINERS: Readonly<Record<string, string>> = {
	moov: '',
	trak: 'moov',
	edts: 'trak',
	mdia: 'trak',
	minf: 'mdia',
	stbl: 'minf',
	mvex: 'moov',
	moof: '',
	traf: 'moof',
};

/** Boxes to read, all with version and flags: the container, and the maximum number of bytes to read. */
const DESCRIPTIONS: Readonly<Record<string, { readonly parent: string; readonly bytes: number }>> = {
	mvhd: { parent: 'moov', bytes: 32 },
	tkhd: { parent: 'trak', bytes: 36 },
	elst: { parent: 'edts', bytes: EDIT_LIST_BYTES },
	mdhd: { parent: 'mdia', bytes: 32 },
	hdlr: { parent: 'mdia', bytes: 12 },
	stsd: { parent: 'stbl', bytes: SAMPLE_ENTRY_BYTES },
	stts: { parent: 'stbl', bytes: 8 },
	mehd: { parent: 'mvex', bytes: 12 },
	trex: { parent: 'mvex', bytes: 24 },
	tfhd: { parent: 'traf', bytes: 28 },
	trun: { parent: 'traf', bytes: 16 },
};

interface Box {
	readonly type: string;
	readonly headerBytes: number;
	/** Offset in the file; `Infinity` for a box that ends with the file. */
	readonly end: number;
}

/**
 * Inspects the first audio track of MP4, M4A and QuickTime files (ISO/IEC 14496-12, section numbers of the 2022
 * edition), with `moov` before or after the audio, or with fragments. The duration is that of the edits if there
 * are any, otherwise that of the samples.
 */
export class Mp4Inspector extends ByteScanner implements AudioInspector {
	private position = 0;
	private need = BOX_HEADER_BYTES;
	/** Containers around the current position, outermost first. */
	private readonly open: Box[] = [];
	private movie: Timing = { timescale: 0, duration: 0 };
	/** Duration of a fragmented file, in units of the movie; 0 if unknown. */
	private overall = 0;
	private track = newTrack();
	private sound: Mp4Track | undefined;
	private readonly fragments = new Mp4Fragments();
	private hasMovie = false;
	private hasMedia = false;

	protected minBytes(): number {
		return this.need;
	}

	protected step(chunk: Uint8Array, at: number): number {
		const bytes = chunk.subarray(at);
		this.need = BOX_HEADER_BYTES;
		const advance = this.fragments.isInTable ? this.readTable(bytes) : this.readBox(bytes);
		this.position += advance;
		// The rest of a container can be too short for a box: QuickTime ends some with a zero.
		let padding = 0;
		while (!this.fragments.isInTable && this.innermostEnd - this.position < BOX_HEADER_BYTES) {
			padding += this.innermostEnd - this.position;
			this.position = this.innermostEnd;
			this.close();
		}
		return advance + padding;
	}

	private get innermostEnd(): number {
		return this.open.at(-1)?.end ?? Infinity;
	}

	private close(): void {
		const box = this.open.pop();
		if (box?.type === 'trak' && this.track.isSound) this.sound ??= this.track;
	}

	private readTable(bytes: Uint8Array): number {
		const { advance, need } = this.fragments.readTable(bytes);
		if (need > 0) this.need = need;
		return advance;
	}

	private readBox(bytes: Uint8Array): number {
		const box = this.readHeader(bytes);
		if (box === undefined) return 0;
		if (box.type === 'mdat' || box.type === 'moof') this.hasMedia = true;
		const parent = this.open.at(-1)?.type ?? '';
		if (CONTAINERS[box.type] === parent) {
			if (box.type === 'trak') this.track = newTrack();
			this.open.push(box);
			return box.headerBytes;
		}
		const length = box.end - this.position;
		const description = DESCRIPTIONS[box.type];
		if (description?.parent !== parent) return length;
		const need = Math.min(length, box.headerBytes + description.bytes);
		if (bytes.length < need) {
			this.need = need;
			return 0;
		}
		const fields = new ByteReader(bytes.subarray(box.headerBytes, need), 'MP4');
		this.readContent(box, fields);
		if (!this.fragments.isInTable) return length;
		// Read the table entry by entry, since it can have any length.
		return need - fields.remaining;
	}

	private readHeader(bytes: Uint8Array): Box | undefined {
		const fields = new ByteReader(bytes, 'MP4');
		const size = fields.u32();
		const type = fields.text(4);
		if (this.position === 0 && !FIRST_BOXES.includes(type)) {
			throw new AudioError('This is not an MP4 file', 'invalid');
		}
		const headerBytes = size === 1 ? LONG_BOX_HEADER_BYTES : BOX_HEADER_BYTES;
		if (bytes.length < headerBytes) {
			this.need = headerBytes;
			return undefined;
		}
		const isToEnd = size === 0 && this.open.length === 0;
		const length = isToEnd ? Infinity : size === 1 ? fields.u64() : size;
		const end = this.position + length;
		if (length < headerBytes || end > this.innermostEnd || (!isToEnd && !Number.isSafeInteger(end))) {
			const name = /^[\w ]{4}$/.test(type) ? type : ascii(bytes, 4, 4).replace(/\W/g, '?');
			throw new AudioError(`Box "${name}" in the MP4 file has an invalid length`, 'invalid');
		}
		return { type, headerBytes, end };
	}

	private readContent(box: Box, fields: ByteReader): void {
		const { track } = this;
		const version = fields.u8();
		const flags = fields.u8() * 0x1_0000 + fields.u16();
		const contentBytes = box.end - this.position - box.headerBytes;
		switch (box.type) {
			case 'mvhd':
				this.movie = readTiming(fields, version);
				this.hasMovie = true;
				break;
			case 'tkhd':
				readTrackHeader(track, fields, version);
				break;
			case 'elst':
				readEdits(track, fields, version);
				break;
			case 'mdhd':
				track.media = readTiming(fields, version);
				break;
			case 'hdlr':
				track.isSound = fields.skip(4).text(4) === 'soun';
				break;
			case 'stts':
				track.hasSamples = fields.u32() > 0;
				break;
			case 'stsd':
				// Its meaning depends on `hdlr`, which precedes it (8.4.1, 8.5.2.1).
				if (track.isSound) track.format = readSampleEntry(fields, version);
				break;
			case 'mehd':
				this.overall = readTime(fields, version);
				break;
			default:
				this.fragments.read(box.type, fields, flags, contentBytes, this.sound?.id);
		}
	}

	end(): AudioInfo {
		this.check();
		const isCut = this.missing > 0 && this.missing !== Infinity;
		const ends = this.open.some((box) => box.end !== Infinity && box.end > this.total);
		const isInHeader = this.unread.some((byte) => byte !== 0);
		if (this.total < BOX_HEADER_BYTES) throw new AudioError('This is not an MP4 file', 'invalid');
		if (isCut || ends || isInHeader) throw new AudioError('The MP4 file is cut short', 'truncated');
		// A `moov` of length 0 ends with the file, so its last containers are still open.
		while (this.open.length > 0) this.close();
		if (!this.hasMovie) {
			throw this.hasMedia
				? new AudioError('The MP4 file is cut short: its header (moov) is missing', 'truncated')
				: new AudioError('This is not an MP4 file', 'invalid');
		}
		const { sound } = this;
		if (sound?.format === undefined) throw new AudioError('The MP4 file has no audio track', 'invalid');
		if (!this.hasMedia) throw new AudioError('The MP4 file ends before its audio begins', 'truncated');
		const sampleRate = Math.round(sound.format.sampleRate || sound.media.timescale);
		const { channels } = sound.format;
		const numbers = [sampleRate, channels, sound.media.timescale, this.movie.timescale];
		if (!numbers.every((number) => number > 0 && Number.isFinite(number))) {
			throw new AudioError('The MP4 header is invalid', 'invalid');
		}
		return { bytes: this.total, durationSeconds: this.duration(sound), sampleRate, channels };
	}

	/** Returns seconds, above 0. */
	private duration({ media, presentation, edited, hasSamples }: Mp4Track): number {
		const { movie, overall, fragments } = this;
		if (fragments.count > 0) {
			// The track header does not count fragments (8.8.2.1).
			const ticks = (hasSamples ? media.duration : 0) + fragments.duration;
			if (ticks > 0) return ticks / media.timescale;
			if (overall > 0) return overall / movie.timescale;
			throw new AudioError('The MP4 file does not state its length', 'unknownLength');
		}
		if (!hasSamples) throw new AudioError('The MP4 file contains no audio', 'empty');
		if (edited > 0) return edited / movie.timescale;
		if (media.duration > 0) return media.duration / media.timescale;
		if (presentation > 0) return presentation / movie.timescale;
		throw new AudioError('The MP4 file does not state its length', 'unknownLength');
	}
}
