import type { AudioSegment, JoinedAudio } from './joinSegments';
import { ensureEqual } from './joinSegments';
import type { Mp3Layout } from './mp3';
import { Mp3Walker } from './mp3';
import type { Mp3Frame } from './mp3Frame';
import { mainDataBegin, mainDataBytes, silenceFrame } from './mp3Frame';
import { AudioError } from './types';

/** Largest value of `main_data_begin`. */
const MAX_RESERVOIR_BYTES = 511;

/**
 * Extracts the frames with audio from a file.
 *
 * The audio of a frame may begin in unused bytes of earlier frames (the bit reservoir). A file cut out of a longer
 * one can begin with frames whose reservoir is missing. A decoder plays silence there, but after another segment
 * it would read that segment's bytes and play noise. So such frames are silenced here; their length is unchanged.
 */
class FrameFilter extends Mp3Walker {
	private frames: Uint8Array[] = [];
	/** The current chunk, and the range of its frames that are not in `frames` yet. */
	private chunk: Uint8Array | undefined;
	private runStart = 0;
	private runEnd = 0;
	private reservoir = 0;
	count = 0;
	bytes = 0;

	constructor(private readonly channels: number) {
		super();
	}

	/** Returns the frames that these bytes complete; views of the chunk where possible. */
	filter(chunk: Uint8Array): readonly Uint8Array[] {
		this.chunk = chunk;
		this.push(chunk);
		return this.take();
	}

	/** Returns the frames that the end of the file completes. */
	finishFrames(): readonly Uint8Array[] {
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
			this.frames.push(silenceFrame(bytes.subarray(at, end), frame));
		} else if (bytes !== this.chunk) {
			// The frame spans two chunks, so its bytes are valid only during this call.
			this.endRun();
			this.frames.push(bytes.slice(at, end));
		} else {
			if (at !== this.runEnd) this.endRun();
			if (this.runEnd === 0) this.runStart = at;
			this.runEnd = end;
		}
		this.reservoir = Math.min(MAX_RESERVOIR_BYTES, this.reservoir + mainDataBytes(frame));
		this.count += 1;
		this.bytes += frame.bytes;
	}
}

/**
 * Joins MP3 files frame by frame.
 *
 * @throws {AudioError} like `joinAudio`.
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
			kind: 'mp3',
			sampleRate,
			channels,
			bitRate,
			samples,
			frames: total('frames'),
			frameBytes: bytes,
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
	for (const frames of filter.finishFrames()) yield frames;
	if (filter.count !== layout.frames || filter.bytes !== layout.frameBytes) {
		throw new AudioError(
			`An audio segment has ${filter.count} frames instead of ${layout.frames}`,
			'truncated',
		);
	}
}
