import type { ByteReader } from './byteReader';

export interface SoundFormat {
	/** In hertz; 0 if unknown. */
	readonly sampleRate: number;
	readonly channels: number;
}

/** Number of bytes of an `stsd` box to read. The first entry, with its decoder configuration, is far shorter. */
export const SAMPLE_ENTRY_BYTES = 512;

/** Sample rates by `samplingFrequencyIndex` (ISO/IEC 14496-3, table 1.18). */
const AAC_SAMPLE_RATES = [
	96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8000, 7350,
] as const;
/** Channels by `channelConfiguration` (table 1.19); 0 means that they are defined elsewhere. */
const AAC_CHANNELS = [0, 1, 2, 3, 4, 5, 6, 8] as const;
/** Object types that add an extension's sample rate: SBR, and PS, which turns one channel into two. */
const AAC_SBR = 5;
const AAC_PS = 29;

/** Tags of the descriptors in an `esds` box (ISO/IEC 14496-1, table 1). */
const ES_DESCRIPTOR = 3;
const DECODER_CONFIG = 4;
const DECODER_SPECIFIC_INFO = 5;

/** AAC by `objectTypeIndication` (ISO/IEC 14496-1, table 5): MPEG-4 audio, and MPEG-2 AAC in three profiles. */
const AAC_OBJECT_TYPES = [0x40, 0x66, 0x67, 0x68];

/**
 * Reads the first entry of an `stsd` box (ISO/IEC 14496-12, 8.5.2 and 12.2.3; QuickTime File Format, "Sound
 * Sample Descriptions"). The decoder configuration of AAC and ALAC takes precedence, since their entries always
 * declare two channels, and 0 for a rate above 65,535 Hz.
 *
 * @param fields The fields after version and flags.
 * @param version Version of the box.
 * @throws {AudioError} if the entry is too short.
 */
export function readSampleEntry(fields: ByteReader, version: number): SoundFormat {
	const size = fields.skip(4).u32();
	const entry = fields
		.skip(4)
		.section(size - 8)
		.skip(6 + 2);
	// In QuickTime files, whose box has version 0, the version of the entry decides which fields follow.
	const entryVersion = entry.u16();
	const isQuickTime = version === 0;
	entry.skip(6);
	let channels = entry.u16();
	entry.skip(6);
	let sampleRate = entry.u16();
	entry.skip(2);
	if (isQuickTime && entryVersion === 1) entry.skip(16);
	if (isQuickTime && entryVersion === 2) {
		sampleRate = entry.skip(4).f64();
		channels = entry.u32();
		entry.skip(20);
	}
	return readConfiguration(entry) ?? { sampleRate, channels };
}

/** Finds a supported configuration among the boxes of a sample entry. */
function readConfiguration(boxes: ByteReader): SoundFormat | undefined {
	while (boxes.remaining >= 8) {
		const size = boxes.u32();
		const type = boxes.text(4);
		if (size < 8) return undefined;
		const box = boxes.section(size - 8);
		// QuickTime wraps the configuration in a box of its own.
		const found =
			type === 'wave'
				? readConfiguration(box)
				: type === 'esds'
					? readEsds(box)
					: type === 'alac' && box.remaining >= 28
						? readAlac(box)
						: undefined;
		if (found !== undefined) return found;
	}
	return undefined;
}

/** The "magic cookie" of ALAC: version and flags, then ALACSpecificConfig (ALACMagicCookieDescription.txt). */
function readAlac(box: ByteReader): SoundFormat {
	const channels = box.skip(4 + 9).u8();
	const sampleRate = box.skip(10).u32();
	return { channels, sampleRate };
}

/** Reads the descriptors of an elementary stream (ISO/IEC 14496-14, 5.6; ISO/IEC 14496-1, 7.2.6). */
function readEsds(box: ByteReader): SoundFormat | undefined {
	const stream = descriptor(box.skip(4), ES_DESCRIPTOR);
	if (stream === undefined || stream.remaining < 3) return undefined;
	const flags = stream.skip(2).u8();
	if ((flags & 0x80) !== 0) stream.skip(2);
	if ((flags & 0x40) !== 0) stream.skip(stream.u8());
	if ((flags & 0x20) !== 0) stream.skip(2);
	const decoder = descriptor(stream, DECODER_CONFIG);
	if (decoder === undefined || !AAC_OBJECT_TYPES.includes(decoder.u8())) return undefined;
	const config = descriptor(decoder.skip(12), DECODER_SPECIFIC_INFO);
	return config === undefined ? undefined : readAacConfig(config);
}

/** Reads the next descriptor if it has this tag. Its length uses 7 bits of each of up to 4 bytes. */
function descriptor(fields: ByteReader, tag: number): ByteReader | undefined {
	if (fields.remaining < 2 || fields.u8() !== tag) return undefined;
	let length = 0;
	for (let index = 0; index < 4; index += 1) {
		const byte = fields.u8();
		length = (length << 7) | (byte & 0x7f);
		if ((byte & 0x80) === 0) break;
	}
	return fields.section(length);
}

/** Reads AudioSpecificConfig (ISO/IEC 14496-3, 1.6.2.1) up to the second sample rate. */
function readAacConfig(fields: ByteReader): SoundFormat | undefined {
	const bits = bitReader(fields);
	const objectType = () => {
		const type = bits(5);
		return type === 31 ? 32 + bits(6) : type;
	};
	const rate = () => {
		const index = bits(4);
		return index === 15 ? bits(24) : (AAC_SAMPLE_RATES[index] ?? 0);
	};
	const type = objectType();
	const coreRate = rate();
	const channels = AAC_CHANNELS[bits(4)] ?? 0;
	if (channels === 0 || coreRate === 0) return undefined;
	if (type !== AAC_SBR && type !== AAC_PS) return { sampleRate: coreRate, channels };
	return { sampleRate: rate(), channels: type === AAC_PS ? 2 : channels };
}

function bitReader(fields: ByteReader): (count: number) => number {
	let byte = 0;
	let remaining = 0;
	return (count) => {
		let value = 0;
		for (let index = 0; index < count; index += 1) {
			if (remaining === 0) {
				byte = fields.u8();
				remaining = 8;
			}
			remaining -= 1;
			value = value * 2 + ((byte >> remaining) & 1);
		}
		return value;
	};
}
