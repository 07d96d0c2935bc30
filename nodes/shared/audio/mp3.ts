import { ascii, ByteScanner } from './scanner';
import type { AudioInfo, AudioInspector } from './types';
import { AudioError } from './types';

/** Bit rates of layer III in kbit/s by header index (ISO/IEC 11172-3 2.4.2.3, ISO/IEC 13818-3 2.4.2.3). */
const BIT_RATES = {
	mpeg1: [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
	mpeg2: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
} as const;

/** Sample rates of MPEG-1; MPEG-2 has half, MPEG-2.5 a quarter of each. */
const SAMPLE_RATES = [44_100, 48_000, 32_000] as const;

const ID3V2_HEADER_BYTES = 10;
const ID3V1_BYTES = 128;
/** Frame header, CRC, the largest side information, and the id of a Xing or VBRI header behind it. */
const FIRST_FRAME_BYTES = 4 + 2 + 32 + 4;

export interface Mp3Frame {
	/** Length of the frame with its header, in bytes. */
	readonly bytes: number;
	/** Samples per channel that it decodes to. */
	readonly samples: number;
	/** In hertz. */
	readonly sampleRate: number;
	readonly channels: number;
	/** In bits per second. */
	readonly bitRate: number;
}

/** Reads the header of an MPEG audio layer III frame; `undefined` where there is none. */
export function parseMp3FrameHeader(bytes: Uint8Array): Mp3Frame | undefined {
	const [sync = 0, flags = 0, rates = 0, mode = 0] = bytes;
	if (sync !== 0xff || (flags & 0xe0) !== 0xe0) return undefined;
	const version = (flags >> 3) & 3; // 3: MPEG-1, 2: MPEG-2, 0: MPEG-2.5, 1: reserved
	const layer = (flags >> 1) & 3; // 1: layer III
	if (version === 1 || layer !== 1) return undefined;

	const isMpeg1 = version === 3;
	const kilobits = BIT_RATES[isMpeg1 ? 'mpeg1' : 'mpeg2'][rates >> 4];
	const baseRate = SAMPLE_RATES[(rates >> 2) & 3];
	// Index 0 is "free format", which no encoder of speech writes; 15 and sample rate 3 are forbidden.
	if (kilobits === undefined || kilobits === 0 || baseRate === undefined) return undefined;

	const sampleRate = baseRate / (isMpeg1 ? 1 : version === 2 ? 2 : 4);
	const samples = isMpeg1 ? 1152 : 576;
	const padding = (rates >> 1) & 1;
	return {
		bytes: Math.floor((samples / 8) * ((kilobits * 1000) / sampleRate)) + padding,
		samples,
		sampleRate,
		channels: mode >> 6 === 3 ? 1 : 2,
		bitRate: kilobits * 1000,
	};
}

/**
 * Whether a first frame holds no audio but a table of contents: Xing, Info (the same for constant bit
 * rate) behind the side information, or VBRI at byte 36.
 */
function isInfoFrame(bytes: Uint8Array, frame: Mp3Frame): boolean {
	const crc = ((bytes[1] ?? 0) & 1) === 0 ? 2 : 0;
	const mono = frame.channels === 1;
	const sideInfo = frame.samples === 1152 ? (mono ? 17 : 32) : mono ? 9 : 17;
	const id = ascii(bytes, 4 + crc + sideInfo, 4);
	return id === 'Xing' || id === 'Info' || ascii(bytes, 36, 4) === 'VBRI';
}

/** Length of an ID3v2 tag with its header and footer (id3.org, ID3v2.4.0 section 3.1). */
function id3v2Bytes(bytes: Uint8Array): number {
	const [a = 0, b = 0, c = 0, d = 0] = bytes.subarray(6, 10);
	const size = ((a & 0x7f) << 21) | ((b & 0x7f) << 14) | ((c & 0x7f) << 7) | (d & 0x7f);
	const hasFooter = ((bytes[5] ?? 0) & 0x10) !== 0;
	return ID3V2_HEADER_BYTES + size + (hasFooter ? ID3V2_HEADER_BYTES : 0);
}

/** Inspects MPEG-1, 2 and 2.5 layer III by walking its frames, so that the duration is exact for VBR too. */
export class Mp3Inspector extends ByteScanner implements AudioInspector {
	private first: Mp3Frame | undefined;
	private samples = 0;
	private frames = 0;
	private frameBytes = 0;
	private constantBitRate = true;
	private junkBytes = 0;

	protected want(): number {
		return this.first === undefined ? FIRST_FRAME_BYTES : ID3V2_HEADER_BYTES;
	}

	protected step(bytes: Uint8Array): number {
		const tag = ascii(bytes, 0, 3);
		if (tag === 'ID3') return id3v2Bytes(bytes);
		if (tag === 'TAG') return ID3V1_BYTES;

		const frame = parseMp3FrameHeader(bytes);
		if (frame === undefined || !this.belongs(frame)) return this.skipJunk(bytes);
		if (this.first === undefined) {
			this.first = frame;
			if (isInfoFrame(bytes, frame)) return frame.bytes;
		}
		// The first frame may be an info frame with a bit rate of its own, so count from the first audio.
		if (this.frames > 0 && frame.bitRate !== this.nominalBitRate) this.constantBitRate = false;
		this.nominalBitRate = frame.bitRate;
		this.frames += 1;
		this.samples += frame.samples;
		this.frameBytes += frame.bytes;
		return frame.bytes;
	}

	private nominalBitRate = 0;

	private belongs(frame: Mp3Frame): boolean {
		return this.first === undefined || frame.sampleRate === this.first.sampleRate;
	}

	private skipJunk(bytes: Uint8Array): number {
		const next = bytes.indexOf(0xff, 1);
		const skipped = next === -1 ? bytes.length : next;
		this.junkBytes += skipped;
		return skipped;
	}

	end(): AudioInfo {
		const { first, frames, frameBytes } = this;
		if (first === undefined || this.junkBytes > frameBytes) {
			throw new AudioError('This is not an MP3 file', 'invalid');
		}
		if (frames === 0) throw new AudioError('The MP3 file holds no audio', 'empty');
		if (this.missing > 0 || parseMp3FrameHeader(this.leftOver) !== undefined) {
			throw new AudioError('The MP3 file ends in the middle of a frame', 'truncated');
		}
		const durationSeconds = this.samples / first.sampleRate;
		return {
			bytes: this.total,
			durationSeconds,
			sampleRate: first.sampleRate,
			channels: first.channels,
			bitRate: this.constantBitRate ? this.nominalBitRate : Math.round((frameBytes * 8) / durationSeconds),
		};
	}
}
