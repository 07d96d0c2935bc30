import type { AudioSegment, JoinedAudio } from './joinSegments';
import { ensureEqual } from './joinSegments';
import type { Mp3Layout } from './mp3';
import { Mp3Walker } from './mp3';
import type { Mp3Frame } from './mp3Frame';
import { mainDataBegin, mainDataBytes, silenced } from './mp3Frame';
import { AudioError } from './types';

/** The largest `main_data_begin`: nothing before that is needed. */
const LARGEST_RESERVOIR_BYTES = 511;

/**
 * Takes the frames with audio out of a file.
 *
 * A frame may begin in what earlier frames have left over (the bit reservoir). Encoders begin a file without
 * any, but a file that was cut out of a longer one can begin with frames whose beginning is lost. A decoder
 * is silent there. Behind another segment it would take that one's bytes instead and make a noise, so such
 * frames are made silent here; they stay as long as they were.
 */
class FrameFilter extends Mp3Walker {
	private frames: Uint8Array[] = [];
	/** The chunk that is walked, and the frames of it that are not in `frames` yet: one run of bytes. */
	private chunk: Uint8Array | undefined;
	private runStart = 0;
	private runEnd = 0;
	private reservoir = 0;
	count = 0;
	bytes = 0;

	constructor(private readonly channels: number) {
		super();
	}

	/** The frames that were completed by these bytes: views of them, as far as they lie in one segment. */
	filter(chunk: Uint8Array): readonly Uint8Array[] {
		this.chunk = chunk;
		this.push(chunk);
		return this.take();
	}

	/** The frames that were completed by the end. */
	last(): readonly Uint8Array[] {
		this.chunk = undefined;
		this.finish();
		return this.take();
	}

	private take(): readonly Uint8Array[] {
		this.check();
		this.endRun();
		const { frames } = this;
		this.frames = [];
		return frames;
	}

	private endRun(): void {
		if (this.chunk !== undefined && this.runEnd > this.runStart) {
			this.frames.push(this.chunk.subarray(this.runStart, this.runEnd));
		}
		this.runStart = this.runEnd = 0;
	}

	protected onFrame(frame: Mp3Frame, bytes: Uint8Array, at: number): void {
		if (frame.channels !== this.channels) {
			throw new AudioError('The number of channels changes within an MP3 file', 'mismatch');
		}
		const end = at + frame.bytes;
		if (mainDataBegin(bytes, frame, at) > this.reservoir) {
			this.endRun();
			this.frames.push(silenced(bytes.subarray(at, end), frame));
		} else if (bytes !== this.chunk) {
			// Across two chunks; these bytes are valid only now.
			this.endRun();
			this.frames.push(bytes.slice(at, end));
		} else {
			if (at !== this.runEnd) this.endRun();
			if (this.runEnd === 0) this.runStart = at;
			this.runEnd = end;
		}
		this.reservoir = Math.min(LARGEST_RESERVOIR_BYTES, this.reservoir + mainDataBytes(frame));
		this.count += 1;
		this.bytes += frame.bytes;
	}
}

/**
 * Joins MP3 files, frame by frame.
 *
 * @throws {AudioError} as `joinAudio`.
 */
export function joinMp3(segments: ReadonlyArray<AudioSegment<Mp3Layout>>): JoinedAudio<Mp3Layout> {
	const { layout } = ensureEqual(
		segments,
		({ layout: { sampleRate, channels } }) => `${sampleRate} Hz, ${channels} channels`,
	);
	const { sampleRate, channels } = layout;
	const total = (of: 'samples' | 'frames' | 'frameBytes') =>
		segments.reduce((sum, segment) => sum + segment.layout[of], 0);
	const samples = total('samples');
	const bytes = total('frameBytes');
	const isConstant = segments.every((segment) => segment.layout.bitRate === layout.bitRate);
	const bitRate = isConstant ? layout.bitRate : Math.round((bytes * 8 * sampleRate) / samples);
	return {
		layout: {
			...{ kind: 'mp3', sampleRate, channels, bitRate, samples },
			...{ frames: total('frames'), frameBytes: bytes, audioStart: 0, audioEnd: bytes, hasInfoFrame: false },
		},
		info: { bytes, durationSeconds: samples / sampleRate, sampleRate, channels, bitRate },
		chunks: (async function* () {
			for (const segment of segments) yield* framesOf(segment);
		})(),
	};
}

async function* framesOf({
	layout,
	read,
}: AudioSegment<Mp3Layout>): AsyncGenerator<Uint8Array, void, undefined> {
	const filter = new FrameFilter(layout.channels);
	for await (const chunk of read()) {
		for (const frames of filter.filter(chunk)) yield frames;
	}
	for (const frames of filter.last()) yield frames;
	if (filter.count !== layout.frames || filter.bytes !== layout.frameBytes) {
		throw new AudioError(
			`A part of the audio has ${filter.count} frames in place of ${layout.frames}`,
			'truncated',
		);
	}
}
