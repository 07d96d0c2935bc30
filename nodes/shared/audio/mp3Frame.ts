import { ascii } from './scanner';

/** Layer III bit rates in kbit/s by header index (ISO/IEC 11172-3 2.4.2.3, ISO/IEC 13818-3 2.4.2.3). */
const BIT_RATES = {
	mpeg1: [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
	mpeg2: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
} as const;

/** MPEG-1 sample rates. MPEG-2 uses a half of each, MPEG-2.5 a quarter. */
const SAMPLE_RATES = [44_100, 48_000, 32_000] as const;

export const FRAME_HEADER_BYTES = 4;
const CRC_BYTES = 2;

const ID3V2_HEADER_BYTES = 10;
const ID3V1_BYTES = 128;
/** An extension that some writers put before ID3v1 (id3.org, "Enhanced TAG"). */
const ENHANCED_ID3V1_BYTES = 227;
const APE_HEADER_BYTES = 32;

/** "I" of ID3, "T" of TAG, "A" of APETAGEX. */
const TAG_INITIALS: ReadonlySet<number> = new Set([0x49, 0x54, 0x41]);

/** Number of bytes that `tagBytes` reads. */
export const TAG_HEAD_BYTES = 24;

export interface Mp3Frame {
	/** With the header: 24 to 1441. */
	readonly bytes: number;
	/** Per channel. */
	readonly samples: number;
	/** In hertz. */
	readonly sampleRate: number;
	readonly channels: number;
	/** In bits per second. */
	readonly bitRate: number;
	/** Whether a checksum follows the header. */
	readonly hasCrc: boolean;
	readonly sideInfoBytes: number;
}

/** Parsed frame headers: a file has many frames but few different headers. At most 4,032 are valid. */
const frames = new Map<number, Mp3Frame>();

/** Parses the MPEG audio layer III frame header at an offset; `undefined` if there is none. */
export function parseMp3FrameHeader(bytes: Uint8Array, at = 0): Mp3Frame | undefined {
	const flags = bytes[at + 1] ?? 0;
	// Sync word and layer III.
	if (bytes[at] !== 0xff || (flags & 0xe6) !== 0xe2) return undefined;
	const rates = bytes[at + 2] ?? 0;
	const mode = (bytes[at + 3] ?? 0) >> 6;
	const header = (flags << 10) | (rates << 2) | mode;
	const known = frames.get(header);
	if (known !== undefined) return known;
	const frame = parseHeader(flags, rates, mode);
	if (frame !== undefined) frames.set(header, frame);
	return frame;
}

function parseHeader(flags: number, rates: number, mode: number): Mp3Frame | undefined {
	const version = (flags >> 3) & 3; // 3: MPEG-1, 2: MPEG-2, 0: MPEG-2.5, 1: reserved
	if (version === 1) return undefined;

	const isMpeg1 = version === 3;
	const kilobits = BIT_RATES[isMpeg1 ? 'mpeg1' : 'mpeg2'][rates >> 4];
	const baseRate = SAMPLE_RATES[(rates >> 2) & 3];
	// Bit rate 0 is "free format", which no speech encoder writes. Bit rate 15 and sample rate 3 are forbidden.
	if (kilobits === undefined || kilobits === 0 || baseRate === undefined) return undefined;

	const sampleRate = baseRate / (isMpeg1 ? 1 : version === 2 ? 2 : 4);
	const samples = isMpeg1 ? 1152 : 576;
	const padding = (rates >> 1) & 1;
	const channels = mode === 3 ? 1 : 2;
	return {
		bytes: Math.floor((samples / 8) * ((kilobits * 1000) / sampleRate)) + padding,
		samples,
		sampleRate,
		channels,
		bitRate: kilobits * 1000,
		hasCrc: (flags & 1) === 0,
		sideInfoBytes: isMpeg1 ? (channels === 1 ? 17 : 32) : channels === 1 ? 9 : 17,
	};
}

const sideInfoOffset = ({ hasCrc }: Mp3Frame) => FRAME_HEADER_BYTES + (hasCrc ? CRC_BYTES : 0);

/**
 * Whether the first frame is an info frame, a table of contents instead of audio: Xing or Info (for a constant
 * bit rate) after the side information, or VBRI at byte 36.
 */
export function isInfoFrame(bytes: Uint8Array, frame: Mp3Frame): boolean {
	const id = ascii(bytes, sideInfoOffset(frame) + frame.sideInfoBytes, 4);
	return id === 'Xing' || id === 'Info' || ascii(bytes, 36, 4) === 'VBRI';
}

/**
 * Returns the length of the tag at an offset: ID3v2 (id3.org, ID3v2.4.0 section 3.1), ID3v1, or APEv2 (APEv2
 * specification, "APE Tags Header"). `undefined` if there is none.
 */
export function tagBytes(file: Uint8Array, at = 0): number | undefined {
	// A quick exit for noise.
	if (!TAG_INITIALS.has(file[at] ?? 0)) return undefined;
	const bytes = file.subarray(at, at + TAG_HEAD_BYTES);
	const id = ascii(bytes, 0, 8);
	if (id.startsWith('ID3')) return id3v2Bytes(bytes);
	if (id.startsWith('TAG+')) return ENHANCED_ID3V1_BYTES;
	if (id.startsWith('TAG')) return ID3V1_BYTES;
	if (id !== 'APETAGEX' || bytes.length < TAG_HEAD_BYTES) return undefined;
	const view = new DataView(bytes.buffer, bytes.byteOffset, TAG_HEAD_BYTES);
	// The size covers the items and the footer. A footer comes after its items.
	const isHeader = (view.getUint32(20, true) & 0x2000_0000) !== 0;
	return APE_HEADER_BYTES + (isHeader ? view.getUint32(12, true) : 0);
}

function id3v2Bytes(bytes: Uint8Array): number | undefined {
	const size = bytes.subarray(6, ID3V2_HEADER_BYTES);
	if (size.length < 4 || size.some((byte) => byte > 0x7f)) return undefined;
	const [a = 0, b = 0, c = 0, d = 0] = size;
	const hasFooter = ((bytes[5] ?? 0) & 0x10) !== 0;
	const content = (a << 21) | (b << 14) | (c << 7) | d;
	return ID3V2_HEADER_BYTES + content + (hasFooter ? ID3V2_HEADER_BYTES : 0);
}

/**
 * Returns how many bytes before this frame its audio begins, in the unused bytes of earlier frames:
 * `main_data_begin`, the first 9 bits (MPEG-1) or 8 bits (MPEG-2) of the side information (ISO/IEC 11172-3 2.4.1.7,
 * 13818-3 2.4.1.7).
 */
export function mainDataBegin(bytes: Uint8Array, frame: Mp3Frame, start = 0): number {
	const at = start + sideInfoOffset(frame);
	const first = bytes[at] ?? 0;
	return frame.samples === 1152 ? (first << 1) | ((bytes[at + 1] ?? 0) >> 7) : first;
}

/** Bytes of a frame that hold audio, its own or that of later frames. */
export const mainDataBytes = (frame: Mp3Frame): number =>
	Math.max(0, frame.bytes - sideInfoOffset(frame) - frame.sideInfoBytes);

/** Silences a frame: empties its side information, but keeps the audio bytes, which later frames may need. */
export function silenceFrame(bytes: Uint8Array, frame: Mp3Frame): Uint8Array {
	const copy = bytes.slice();
	const at = sideInfoOffset(frame);
	copy.fill(0, at, at + frame.sideInfoBytes);
	if (frame.hasCrc) {
		const sum = crc16([
			...copy.subarray(2, FRAME_HEADER_BYTES),
			...copy.subarray(at, at + frame.sideInfoBytes),
		]);
		copy.set([sum >> 8, sum & 0xff], FRAME_HEADER_BYTES);
	}
	return copy;
}

/** Checksum over the last two bytes of the header and the side information (ISO/IEC 11172-3 2.4.3.1). */
export function crc16(bytes: readonly number[]): number {
	let sum = 0xffff;
	for (const byte of bytes) {
		for (let bit = 7; bit >= 0; bit -= 1) {
			const carry = (sum >> 15) ^ ((byte >> bit) & 1);
			sum = ((sum << 1) ^ (carry === 1 ? 0x8005 : 0)) & 0xffff;
		}
	}
	return sum;
}
