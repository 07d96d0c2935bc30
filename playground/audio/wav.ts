import type { Encoding } from './format.ts';

interface Layout {
	/** WAVE format tag: 1 PCM, 3 IEEE float, 7 mu-law (RFC 2361, Microsoft's mmreg.h). */
	tag: number;
	bytesPerSample: number;
}

export const layouts: Record<Encoding, Layout> = {
	pcm_s16le: { tag: 1, bytesPerSample: 2 },
	pcm_f32le: { tag: 3, bytesPerSample: 4 },
	pcm_mulaw: { tag: 7, bytesPerSample: 1 },
};

/** The length in a streamed WAV, whose header is sent before it is known: the largest number, like ffmpeg's, or 0. */
export type UnknownSize = 'unknown' | 'zero';

const UNKNOWN_SIZES: Record<UnknownSize, number> = { unknown: 0xffffffff, zero: 0 };

/** Bytes of padding after the samples: RIFF chunks have an even length. */
export const wavPadding = (dataBytes: number): number => dataBytes % 2;

/**
 * Header of a RIFF/WAVE file with one channel. Formats other than PCM require the extended `fmt ` chunk (18 bytes) and a
 * `fact` chunk.
 *
 * @param data bytes of the samples
 * @param sampleRate Hz
 */
export function wavHeader(data: number | UnknownSize, encoding: Encoding, sampleRate: number): Buffer {
	const { tag, bytesPerSample } = layouts[encoding];
	const isPcm = tag === 1;
	const formatSize = isPcm ? 16 : 18;
	const header = Buffer.alloc(20 + formatSize + (isPcm ? 0 : 12) + 8);
	const known = typeof data === 'number';
	const dataSize = known ? data : UNKNOWN_SIZES[data];
	header.write('RIFF', 0, 'latin1');
	header.writeUInt32LE(known ? header.length - 8 + data + wavPadding(data) : dataSize, 4);
	header.write('WAVEfmt ', 8, 'latin1');
	header.writeUInt32LE(formatSize, 16);
	header.writeUInt16LE(tag, 20);
	header.writeUInt16LE(1, 22);
	header.writeUInt32LE(sampleRate, 24);
	header.writeUInt32LE(sampleRate * bytesPerSample, 28);
	header.writeUInt16LE(bytesPerSample, 32);
	header.writeUInt16LE(bytesPerSample * 8, 34);
	let offset = 20 + formatSize;
	if (!isPcm) {
		header.write('fact', offset, 'latin1');
		header.writeUInt32LE(4, offset + 4);
		header.writeUInt32LE(known ? data / bytesPerSample : dataSize, offset + 8);
		offset += 12;
	}
	header.write('data', offset, 'latin1');
	header.writeUInt32LE(dataSize, offset + 4);
	return header;
}
