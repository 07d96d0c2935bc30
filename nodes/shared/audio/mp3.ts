import type { Mp3Frame } from './mp3Frame';
import { FRAME_HEADER_BYTES, isInfoFrame, parseMp3FrameHeader, TAG_HEAD_BYTES, tagBytes } from './mp3Frame';
import { ByteScanner } from './scanner';
import type { AudioInfo, AudioInspector } from './types';
import { AudioError } from './types';

export interface Mp3Layout {
	readonly kind: 'mp3';
	/** In hertz; the same in all frames. */
	readonly sampleRate: number;
	/** Of the first frame. */
	readonly channels: number;
	/** Number of frames, without info frames. */
	readonly frames: number;
	/** Total length of these frames. */
	readonly frameBytes: number;
	/** Per channel. */
	readonly samples: number;
	/** In bits per second; the average if it varies. */
	readonly bitRate: number;
}

/**
 * Finds the frames of MPEG-1, 2 and 2.5 layer III and skips tags. A frame counts where the previous one ended;
 * elsewhere only if another frame, a tag or the end of the file follows, since pictures and audio contain bytes
 * that look like a header.
 */
export abstract class Mp3Walker extends ByteScanner {
	private need = TAG_HEAD_BYTES;
	private inStep = false;
	private isLast = false;
	private reference: Mp3Frame | undefined;
	private expectsInfo = true;
	private hasIncompleteFrame = false;
	/** Bytes that are neither frame nor tag. */
	protected junkBytes = 0;

	/** Called for each complete frame, which starts at `at`. The bytes are valid only during the call. */
	protected abstract onFrame(frame: Mp3Frame, bytes: Uint8Array, at: number): void;

	/** Called for each complete info frame. */
	protected onInfoFrame?(): void;

	protected minBytes(): number {
		return this.need;
	}

	protected step(bytes: Uint8Array, at: number): number {
		this.need = TAG_HEAD_BYTES;
		const frame = parseMp3FrameHeader(bytes, at);
		if (frame === undefined) return this.readTag(bytes, at) ?? this.skipJunk(bytes, at);
		if (!this.belongs(frame)) return this.skipJunk(bytes, at);

		const available = bytes.length - at;
		const need = frame.bytes + (this.inStep ? 0 : TAG_HEAD_BYTES);
		if (available < need && !this.isLast) {
			this.need = need;
			return 0;
		}
		if (available < frame.bytes) {
			this.hasIncompleteFrame ||= this.inStep;
			return this.inStep ? available : this.skipJunk(bytes, at);
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
		// Another file, with its own info frame, may follow a tag.
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
		else this.onFrame(frame, bytes, at);
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
		// Not `indexOf`: in noise the next match is near, and the call costs more than the search.
		let next = at + 1;
		while (next < bytes.length && bytes[next] !== 0xff) next += 1;
		this.junkBytes += next - at;
		return next - at;
	}

	/**
	 * Reads the last bytes. Call once, after the last `push`.
	 *
	 * @returns Whether the file ends in the middle of a frame or tag.
	 */
	protected finish(): boolean {
		this.isLast = true;
		this.flush();
		return this.hasIncompleteFrame || this.missing > 0;
	}
}

/** Inspects MP3 frame by frame, so the duration is exact for a variable bit rate too. */
export class Mp3Inspector extends Mp3Walker implements AudioInspector {
	private first: Mp3Frame | undefined;
	private samples = 0;
	private frames = 0;
	private frameBytes = 0;
	private constantBitRate = true;
	private hasInfoFrame = false;
	private isCut: boolean | undefined;

	protected override onInfoFrame(): void {
		this.hasInfoFrame = true;
	}

	protected onFrame(frame: Mp3Frame): void {
		this.first ??= frame;
		if (frame.bitRate !== this.first.bitRate) this.constantBitRate = false;
		this.frames += 1;
		this.samples += frame.samples;
		this.frameBytes += frame.bytes;
	}

	/**
	 * Call after the last `push`.
	 *
	 * @throws {AudioError} like `end`.
	 */
	layout(): Mp3Layout {
		this.isCut ??= this.finish();
		if (this.isNoise) throw new AudioError('This is not an MP3 file', 'invalid');
		if (this.isCut) throw new AudioError('The MP3 file ends in the middle of a frame', 'truncated');
		if (this.first !== undefined) return this.layoutFrom(this.first);
		throw this.hasInfoFrame
			? new AudioError('The MP3 file contains no audio', 'empty')
			: new AudioError('This is not an MP3 file', 'invalid');
	}

	/** Returns the complete frames of a file that may be truncated; `undefined` if there are none. */
	intact(): Mp3Layout | undefined {
		this.isCut ??= this.finish();
		return this.first === undefined || this.isNoise ? undefined : this.layoutFrom(this.first);
	}

	/** Whether at least this many frames were received, and nothing else. */
	hasFrames(count: number): boolean {
		return this.frames >= count && this.junkBytes === 0;
	}

	private get isNoise(): boolean {
		return this.junkBytes > this.frameBytes && this.junkBytes > 0;
	}

	private layoutFrom(first: Mp3Frame): Mp3Layout {
		const { frames, frameBytes, samples } = this;
		const { sampleRate, channels } = first;
		const average = Math.round((frameBytes * 8 * sampleRate) / samples);
		const bitRate = this.constantBitRate ? first.bitRate : average;
		return { kind: 'mp3', sampleRate, channels, frames, frameBytes, samples, bitRate };
	}

	end(): AudioInfo {
		const { samples, sampleRate, channels, bitRate } = this.layout();
		return { bytes: this.total, durationSeconds: samples / sampleRate, sampleRate, channels, bitRate };
	}
}

/** Raw samples start with this many frames by chance only once in 10^11. */
const MIN_FRAMES = 3;

/** Whether the bytes start an MP3 file: with a tag, or with consecutive frames. */
export function startsAsMp3(head: Uint8Array): boolean {
	if (tagBytes(head) !== undefined) return true;
	const inspector = new Mp3Inspector();
	inspector.push(head);
	return inspector.hasFrames(MIN_FRAMES);
}
