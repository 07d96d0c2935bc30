import type { PcmEncoding, PcmFormat } from './pcm';
import { BYTES_PER_SAMPLE } from './pcm';
import { viewOf } from './scanner';
import { AudioError } from './types';

/** Values of `wFormatTag` (RFC 2361) for uncompressed audio: one sample of all channels in `nBlockAlign` bytes. */
const FORMAT_TAG = { pcm: 1, float: 3, alaw: 6, mulaw: 7, extensible: 0xfffe } as const;

const FORMAT_TAG_OF = {
	pcm_s16le: FORMAT_TAG.pcm,
	pcm_f32le: FORMAT_TAG.float,
	pcm_mulaw: FORMAT_TAG.mulaw,
} as const satisfies Record<PcmEncoding, number>;

/** PCMWAVEFORMAT: `wFormatTag` to `wBitsPerSample`. */
export const FORMAT_BYTES = 16;
/** WAVEFORMATEX: PCMWAVEFORMAT and the length of an extension. */
const FORMAT_EX_BYTES = 18;
/** WAVEFORMATEXTENSIBLE: WAVEFORMATEX with an extension of 22 bytes. The rest of a `fmt ` chunk is ignored. */
export const EXTENSIBLE_BYTES = 40;
/** Offset of SubFormat: a format tag, followed by the same tail for all formats that have a tag. */
const SUB_FORMAT_OFFSET = 24;
const SUB_FORMAT_TAIL = [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71];

/** Largest value of a RIFF size field, which counts all bytes after itself. */
const MAX_RIFF_BYTES = 0xffff_ffff;

/** A parsed `fmt ` chunk. */
export interface WavFormat {
	/** Format tag of the encoding; for `WAVE_FORMAT_EXTENSIBLE` the tag in SubFormat. */
	readonly codec: number;
	readonly channels: number;
	/** In hertz. */
	readonly sampleRate: number;
	/** Declared average of bytes per second. */
	readonly byteRate: number;
	/** Bytes of one sample of all channels, or of one block of compressed audio. */
	readonly blockAlign: number;
	/** Bits per sample of one channel, including padding; 0 for some compressed audio. */
	readonly bitsPerSample: number;
	/** Content of the chunk, at most 40 bytes. */
	readonly content: Uint8Array;
}

/**
 * @param content Content of a `fmt ` chunk, 16 to 40 bytes. Becomes part of the result, so do not change it.
 * @throws {AudioError} `invalid` if sample rate, channels or sample size is 0.
 */
export function readWavFormat(content: Uint8Array): WavFormat {
	const view = viewOf(content);
	const tag = view.getUint16(0, true);
	const isExtensible = tag === FORMAT_TAG.extensible && content.length >= EXTENSIBLE_BYTES;
	const hasTag = SUB_FORMAT_TAIL.every((byte, index) => content[SUB_FORMAT_OFFSET + 2 + index] === byte);
	const format = {
		codec: isExtensible && hasTag ? view.getUint16(SUB_FORMAT_OFFSET, true) : tag,
		channels: view.getUint16(2, true),
		sampleRate: view.getUint32(4, true),
		byteRate: view.getUint32(8, true),
		blockAlign: view.getUint16(12, true),
		bitsPerSample: view.getUint16(14, true),
		content,
	};
	if (format.sampleRate === 0 || format.channels === 0 || format.blockAlign === 0) {
		throw new AudioError('The WAV header is invalid', 'invalid');
	}
	return format;
}

/** Whether every `blockAlign` bytes are one sample of all channels, so that audio can be cut between them. */
export function isSampleWise({ codec }: WavFormat): boolean {
	const { pcm, float, alaw, mulaw } = FORMAT_TAG;
	return codec === pcm || codec === float || codec === alaw || codec === mulaw;
}

/**
 * Creates the `fmt ` chunk for raw audio. WAV allows 1 to 65,535 channels and 1 to 4,294,967,295 Hz.
 *
 * @throws {AudioError} `invalid` for other numbers.
 */
export function wavFormatOf({ encoding, sampleRate, channels }: PcmFormat): WavFormat {
	const sampleBytes = BYTES_PER_SAMPLE[encoding];
	const blockAlign = sampleBytes * channels;
	const fits = (value: number, max: number) => Number.isInteger(value) && value >= 1 && value <= max;
	if (!fits(blockAlign, 0xffff) || !fits(sampleRate, 0xffff_ffff) || !fits(channels, 0xffff)) {
		throw new AudioError(`WAV does not support ${channels} channels at ${sampleRate} Hz`, 'invalid');
	}
	const content = new Uint8Array(FORMAT_BYTES);
	const view = viewOf(content);
	view.setUint16(0, FORMAT_TAG_OF[encoding], true);
	view.setUint16(2, channels, true);
	view.setUint32(4, sampleRate, true);
	view.setUint16(12, blockAlign, true);
	view.setUint16(14, sampleBytes * 8, true);
	return readWavFormat(content);
}

/**
 * Creates everything that precedes the samples of a WAV file. After the samples, write `wavPadding` zero bytes.
 * `WAVE_FORMAT_EXTENSIBLE` is kept, with its speaker positions; other formats get the shortest header that the
 * specification allows: 44 bytes for `pcm_s16le`, 58 for the other encodings of raw audio.
 *
 * @param dataBytes Length of the samples; complete samples of all channels.
 * @throws {AudioError} `tooLong` beyond the 4 GiB of RIFF, `invalid` for an incomplete sample.
 */
export function wavHeader(format: WavFormat, dataBytes: number): Uint8Array {
	const { codec, blockAlign, content, sampleRate } = format;
	if (!Number.isSafeInteger(dataBytes) || dataBytes < 0 || dataBytes % blockAlign !== 0) {
		throw new AudioError(
			`${dataBytes} bytes are not a multiple of the sample size, ${blockAlign} bytes`,
			'invalid',
		);
	}
	const isPcm = codec === FORMAT_TAG.pcm;
	const isExtensible = viewOf(content).getUint16(0, true) === FORMAT_TAG.extensible;
	const length = isExtensible ? EXTENSIBLE_BYTES : isPcm ? FORMAT_BYTES : FORMAT_EX_BYTES;
	// The remaining bytes stay 0: an extension of length 0.
	const fmt = new Uint8Array(length);
	fmt.set(content.subarray(0, isExtensible ? EXTENSIBLE_BYTES : FORMAT_BYTES));
	viewOf(fmt).setUint32(8, Math.min(sampleRate * blockAlign, MAX_RIFF_BYTES), true);

	// All formats but PCM require "fact" (New Multimedia Data Types, Microsoft 1994, page 12).
	const fact = isPcm ? [] : [chunk('fact', 4), uint32(dataBytes / blockAlign)];
	const parts = [Buffer.from('WAVE'), chunk('fmt ', length), fmt, ...fact, chunk('data', dataBytes)];
	const body = Buffer.concat(parts);
	const riffBytes = body.length + dataBytes + wavPadding(dataBytes);
	if (riffBytes > MAX_RIFF_BYTES) {
		const gibibytes = (riffBytes / 2 ** 30).toFixed(2);
		throw new AudioError(`WAV is limited to 4 GiB; this audio needs ${gibibytes} GiB`, 'tooLong');
	}
	return Buffer.concat([chunk('RIFF', riffBytes), body]);
}

/** Number of zero bytes to write after the samples: RIFF chunks begin at even offsets. */
export const wavPadding = (dataBytes: number): 0 | 1 => (dataBytes % 2 === 0 ? 0 : 1);

function uint32(value: number): Uint8Array {
	const bytes = new Uint8Array(4);
	viewOf(bytes).setUint32(0, value, true);
	return bytes;
}

function chunk(id: string, bytes: number): Uint8Array {
	return Buffer.concat([Buffer.from(id), uint32(bytes)]);
}
