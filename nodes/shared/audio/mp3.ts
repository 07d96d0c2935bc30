import type { Mp3Frame } from './mp3Frame';
import { FRAME_HEADER_BYTES, isInfoFrame, parseMp3FrameHeader, TAG_HEAD_BYTES, tagBytes } from './mp3Frame';
import { ByteScanner } from './scanner';
import type { AudioInfo, AudioInspector } from './types';
import { AudioError } from './types';

export type { Mp3Frame } from './mp3Frame';
export { parseMp3FrameHeader } from './mp3Frame';

/** Where the audio of an MP3 file is, and what it is. */
export interface Mp3Layout {
	readonly kind: 'mp3';
	/** In hertz; the same in all frames. */
	readonly sampleRate: number;
	/** Of the first frame. */
	readonly channels: number;
	/** Number of frames with audio. */
	readonly frames: number;
	/** Length of these frames, in bytes. */
	readonly frameBytes: number;
	/** Samples per channel that these frames decode to. */
	readonly samples: number;
	/** In bits per second: of every frame, or else the average. */
	readonly bitRate: number;
	/** Where the first frame with audio begins, in bytes from the start of the file. */
	readonly audioStart: number;
	/** Where the last one ends. Between the two there may be tags and damage. */
	readonly audioEnd: number;
	/** Whether the first frame of the file is a Xing, Info or VBRI header. It does not count as audio. */
	readonly hasInfoFrame: boolean;
}

/**
 * Finds the frames of MPEG-1, 2 and 2.5 layer III. Tags are stepped over by their length. A frame is taken
 * for one where the last has ended, and elsewhere only when another, or a tag, or nothing follows it: bytes
 * that look like a header occur in pictures and in the middle of audio.
 */
export abstract class Mp3Walker extends ByteScanner {
	private need = TAG_HEAD_BYTES;
	private inStep = false;
	private isLast = false;
	private position = 0;
	private reference: Mp3Frame | undefined;
	private expectsInfo = true;
	private cutFrame = false;
	/** Bytes that are neither frame nor tag. */
	protected junkBytes = 0;

	/**
	 * A whole frame with audio, which begins in these bytes at `at` and in the file at `offset`. The bytes are
	 * valid only during the call.
	 */
	protected abstract onFrame(frame: Mp3Frame, bytes: Uint8Array, at: number, offset: number): void;

	/** A whole frame that holds a table of contents. */
	protected onInfoFrame?(): void;

	protected want(): number {
		return this.need;
	}

	protected step(bytes: Uint8Array, at: number): number {
		this.need = TAG_HEAD_BYTES;
		const advance = this.read(bytes, at);
		this.position += advance;
		return advance;
	}

	private read(bytes: Uint8Array, at: number): number {
		const frame = parseMp3FrameHeader(bytes, at);
		if (frame === undefined) return this.readTag(bytes, at) ?? this.skipJunk(bytes, at);
		if (!this.belongs(frame)) return this.skipJunk(bytes, at);

		const left = bytes.length - at;
		const wanted = frame.bytes + (this.inStep ? 0 : TAG_HEAD_BYTES);
		if (left < wanted && !this.isLast) {
			this.need = wanted;
			return 0;
		}
		if (left < frame.bytes) {
			this.cutFrame ||= this.inStep;
			return this.inStep ? left : this.skipJunk(bytes, at);
		}
		if (!this.inStep && !this.isFollowed(bytes, at + frame.bytes, frame)) {
			return this.skipJunk(bytes, at);
		}
		this.accept(frame, bytes, at);
		return frame.bytes;
	}

	private readTag(bytes: Uint8Array, at: number): number | undefined {
		const tag = tagBytes(bytes, at);
		if (tag === undefined) return undefined;
		// What comes behind a tag may be another file, with a table of contents of its own.
		this.inStep = false;
		this.expectsInfo = true;
		return tag;
	}

	private accept(frame: Mp3Frame, bytes: Uint8Array, at: number): void {
		this.reference ??= frame;
		this.inStep = true;
		const isInfo = this.expectsInfo && isInfoFrame(bytes.subarray(at, at + frame.bytes), frame);
		this.expectsInfo = false;
		if (isInfo) this.onInfoFrame?.();
		else this.onFrame(frame, bytes, at, this.position);
	}

	private belongs(frame: Mp3Frame): boolean {
		return this.reference === undefined || frame.sampleRate === this.reference.sampleRate;
	}

	private isFollowed(bytes: Uint8Array, at: number, frame: Mp3Frame): boolean {
		if (bytes.length - at < FRAME_HEADER_BYTES || tagBytes(bytes, at) !== undefined) return true;
		return parseMp3FrameHeader(bytes, at)?.sampleRate === frame.sampleRate;
	}

	private skipJunk(bytes: Uint8Array, at: number): number {
		this.inStep = false;
		// Not `indexOf`: in noise the next byte of a kind is near, and the call costs more than the search.
		let next = at + 1;
		while (next < bytes.length && bytes[next] !== 0xff) next += 1;
		this.junkBytes += next - at;
		return next - at;
	}

	/**
	 * Looks at the last bytes. Call once, after the last `push`.
	 *
	 * @returns Whether the file ends in the middle of a frame or tag.
	 */
	protected finish(): boolean {
		this.isLast = true;
		this.flush();
		return this.cutFrame || this.missing > 0;
	}
}

/** Inspects MP3 by walking its frames, so that the duration is exact for a variable bit rate too. */
export class Mp3Inspector extends Mp3Walker implements AudioInspector {
	private first: Mp3Frame | undefined;
	private samples = 0;
	private frames = 0;
	private frameBytes = 0;
	private constantBitRate = true;
	private audioStart = 0;
	private audioEnd = 0;
	private hasInfoFrame = false;
	private isCut: boolean | undefined;

	protected override onInfoFrame(): void {
		if (this.frames === 0) this.hasInfoFrame = true;
	}

	protected onFrame(frame: Mp3Frame, _bytes: Uint8Array, _at: number, offset: number): void {
		if (this.first === undefined) this.audioStart = offset;
		this.first ??= frame;
		if (frame.bitRate !== this.first.bitRate) this.constantBitRate = false;
		this.frames += 1;
		this.samples += frame.samples;
		this.frameBytes += frame.bytes;
		this.audioEnd = offset + frame.bytes;
	}

	/**
	 * Where the frames are. Call after the last `push`.
	 *
	 * @throws {AudioError} as `end`.
	 */
	layout(): Mp3Layout {
		this.isCut ??= this.finish();
		if (this.isNoise) throw new AudioError('This is not an MP3 file', 'invalid');
		if (this.isCut) throw new AudioError('The MP3 file ends in the middle of a frame', 'truncated');
		if (this.first !== undefined) return this.sumUp(this.first);
		throw this.hasInfoFrame
			? new AudioError('The MP3 file holds no audio', 'empty')
			: new AudioError('This is not an MP3 file', 'invalid');
	}

	/** The whole frames of a file that may be cut short; `undefined` when there are none. */
	intact(): Mp3Layout | undefined {
		this.isCut ??= this.finish();
		return this.first === undefined || this.isNoise ? undefined : this.sumUp(this.first);
	}

	/** Whether so many frames have come by now, and nothing that is no frame. */
	hasFrames(count: number): boolean {
		return this.frames >= count && this.junkBytes === 0;
	}

	private get isNoise(): boolean {
		return this.junkBytes > this.frameBytes && this.junkBytes > 0;
	}

	private sumUp(first: Mp3Frame): Mp3Layout {
		const { frames, frameBytes, samples, audioStart, audioEnd, hasInfoFrame } = this;
		const { sampleRate, channels } = first;
		const average = Math.round((frameBytes * 8 * sampleRate) / samples);
		const bitRate = this.constantBitRate ? first.bitRate : average;
		const totals = { frames, frameBytes, samples, bitRate };
		return { kind: 'mp3', sampleRate, channels, ...totals, audioStart, audioEnd, hasInfoFrame };
	}

	end(): AudioInfo {
		const { samples, sampleRate, channels, bitRate } = this.layout();
		return { bytes: this.total, durationSeconds: samples / sampleRate, sampleRate, channels, bitRate };
	}
}

/** Frames in a row that samples without a header never look like: one in 10^11 starts so by chance. */
const MIN_FRAMES = 3;

/** Whether this is how an MP3 file begins, without noise: a tag, or frames one behind the other. */
export function startsAsMp3(head: Uint8Array): boolean {
	if (tagBytes(head) !== undefined) return true;
	const inspector = new Mp3Inspector();
	inspector.push(head);
	return inspector.hasFrames(MIN_FRAMES);
}
