import type { AudioPiece, JoinedAudio } from './joinPieces';
import { ensureEqual } from './joinPieces';
import type { Mp3Layout } from './mp3';
import { Mp3Walker } from './mp3';
import type { Mp3Frame } from './mp3Frame';
import { mainDataBegin, mainDataBytes, silenced } from './mp3Frame';
import { concat } from './scanner';
import { AudioError } from './types';

/** As much of a chunk is walked at a time, so that a piece in one large chunk is not held twice. */
const SLICE_BYTES = 64 * 1024;

/** The largest `main_data_begin`: nothing before that is needed. */
const LARGEST_RESERVOIR_BYTES = 511;

/**
 * Takes the frames with audio out of a file.
 *
 * A frame may begin in what earlier frames have left over (the bit reservoir). Encoders begin a file without
 * any, but a file that was cut out of a longer one can begin with frames whose beginning is lost. A decoder
 * is silent there. Behind another piece it would take that one's bytes instead and make a noise, so such
 * frames are made silent here; they stay as long as they were.
 */
class FrameFilter extends Mp3Walker {
	private frames: Uint8Array[] = [];
	private reservoir = 0;
	count = 0;
	bytes = 0;

	constructor(private readonly channels: number) {
		super();
	}

	/** The frames that were completed by these bytes. */
	filter(bytes: Uint8Array): Uint8Array {
		this.push(bytes);
		return this.take();
	}

	/** The frames that were completed by the end. */
	last(): Uint8Array {
		this.finish();
		return this.take();
	}

	private take(): Uint8Array {
		this.check();
		const frames = concat(this.frames);
		this.frames = [];
		return frames;
	}

	protected onFrame(frame: Mp3Frame, bytes: Uint8Array): void {
		if (frame.channels !== this.channels) {
			throw new AudioError('The number of channels changes within an MP3 file', 'mismatch');
		}
		this.frames.push(mainDataBegin(bytes, frame) > this.reservoir ? silenced(bytes, frame) : bytes);
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
export function joinMp3(pieces: ReadonlyArray<AudioPiece<Mp3Layout>>): JoinedAudio {
	const { layout } = ensureEqual(
		pieces,
		({ layout: { sampleRate, channels } }) => `${sampleRate} Hz, ${channels} channels`,
	);
	const { sampleRate, channels } = layout;
	const total = (of: 'samples' | 'frameBytes') => pieces.reduce((sum, piece) => sum + piece.layout[of], 0);
	const samples = total('samples');
	const bytes = total('frameBytes');
	const isConstant = pieces.every((piece) => piece.layout.bitRate === layout.bitRate);
	const bitRate = isConstant ? layout.bitRate : Math.round((bytes * 8 * sampleRate) / samples);
	return {
		kind: 'mp3',
		samples,
		info: { bytes, durationSeconds: samples / sampleRate, sampleRate, channels, bitRate },
		chunks: (async function* () {
			for (const piece of pieces) yield* framesOf(piece);
		})(),
	};
}

async function* framesOf({
	layout,
	read,
}: AudioPiece<Mp3Layout>): AsyncGenerator<Uint8Array, void, undefined> {
	const filter = new FrameFilter(layout.channels);
	for await (const chunk of read()) {
		for (let at = 0; at < chunk.length; at += SLICE_BYTES) {
			const frames = filter.filter(chunk.subarray(at, at + SLICE_BYTES));
			if (frames.length > 0) yield frames;
		}
	}
	const frames = filter.last();
	if (frames.length > 0) yield frames;
	if (filter.count !== layout.frames || filter.bytes !== layout.frameBytes) {
		throw new AudioError(
			`A part of the audio has ${filter.count} frames in place of ${layout.frames}`,
			'truncated',
		);
	}
}
