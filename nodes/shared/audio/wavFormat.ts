import type { PcmEncoding, PcmFormat } from './pcm';
import { BYTES_PER_SAMPLE } from './pcm';
import { concat, viewOf } from './scanner';
import { AudioError } from './types';

/** Values of `wFormatTag` (RFC 2361) that count one sample per `nBlockAlign` bytes. */
export const FORMAT_TAG = { pcm: 1, float: 3, alaw: 6, mulaw: 7, extensible: 0xfffe } as const;

const FORMAT_TAG_OF = {
	pcm_s16le: FORMAT_TAG.pcm,
	pcm_f32le: FORMAT_TAG.float,
	pcm_mulaw: FORMAT_TAG.mulaw,
} as const satisfies Record<PcmEncoding, number>;

/** `wFormatTag` to `wBitsPerSample` of WAVEFORMAT and PCMWAVEFORMAT. */
export const FORMAT_BYTES = 16;
/** WAVEFORMATEX: the same and the length of an extension. */
const FORMAT_EX_BYTES = 18;
/** WAVEFORMATEXTENSIBLE: WAVEFORMATEX with an extension of 22 bytes; no more of a `fmt ` chunk is kept. */
export const EXTENSIBLE_BYTES = 40;
/** Where its SubFormat begins: a format tag, and this tail, the same for all that have a tag. */
const SUB_FORMAT_OFFSET = 24;
const SUB_FORMAT_TAIL = [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71];

/** Largest number of a RIFF size field, which counts everything behind itself. */
const LARGEST_RIFF = 0xffff_ffff;

/** A `fmt ` chunk. */
export interface WavFormat {
	/** The format tag that says how samples are encoded: for `WAVE_FORMAT_EXTENSIBLE` that of its SubFormat. */
	readonly codec: number;
	readonly channels: number;
	/** In hertz. */
	readonly sampleRate: number;
	/** Bytes per second on average, as the file says. */
	readonly byteRate: number;
	/** Bytes of one sample of all channels; for compressed audio of one block. */
	readonly blockAlign: number;
	/** Bits of one sample of one channel with padding; 0 for some compressed audio. */
	readonly bitsPerSample: number;
	/** The content of the chunk, at most its first 40 bytes. */
	readonly content: Uint8Array;
}

/**
 * @param content The content of a `fmt ` chunk, 16 to 40 bytes. Keeps it.
 * @throws {AudioError} when there are no samples by these numbers.
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
		throw new AudioError('The header of the WAV file makes no sense', 'invalid');
	}
	return format;
}

/** Whether every `blockAlign` bytes are one sample of all channels, so that audio can be cut and joined there. */
export function isSampleWise({ codec }: WavFormat): boolean {
	const { pcm, float, alaw, mulaw } = FORMAT_TAG;
	return codec === pcm || codec === float || codec === alaw || codec === mulaw;
}

/**
 * Everything of a WAV file that comes before its samples, with sizes that are true. Behind the samples
 * belong `wavPadding` zero bytes.
 *
 * @param format Channels 1 to 65,535; sample rate in hertz, 1 to 4,294,967,295.
 * @param dataBytes Length of all samples, in bytes; whole samples of all channels.
 * @returns 44 bytes for `pcm_s16le`, 58 for the others.
 * @throws {AudioError} `tooLong` when the file would not fit into the 4 GiB of RIFF, `invalid` when the
 * numbers are no format or there is part of a sample.
 */
export function wavHeader(format: PcmFormat, dataBytes: number): Uint8Array {
	return wavHeaderOf(wavFormatOf(format), dataBytes);
}

/**
 * The `fmt ` chunk of samples without a header.
 *
 * @throws {AudioError} `invalid` when the numbers are no format.
 */
export function wavFormatOf({ encoding, sampleRate, channels }: PcmFormat): WavFormat {
	const sampleBytes = BYTES_PER_SAMPLE[encoding];
	const blockAlign = sampleBytes * channels;
	const fits = (value: number, largest: number) => Number.isInteger(value) && value >= 1 && value <= largest;
	if (!fits(blockAlign, 0xffff) || !fits(sampleRate, 0xffff_ffff) || !fits(channels, 0xffff)) {
		throw new AudioError(`No WAV file has ${channels} channels at ${sampleRate} Hz`, 'invalid');
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
 * As `wavHeader`, for a format that was read from a file. `WAVE_FORMAT_EXTENSIBLE` stays so, with its speaker
 * positions; everything else is written in the shortest form that the specification allows.
 *
 * @throws {AudioError} as `wavHeader`.
 */
export function wavHeaderOf(format: WavFormat, dataBytes: number): Uint8Array {
	const { codec, blockAlign, content, sampleRate } = format;
	if (!Number.isSafeInteger(dataBytes) || dataBytes < 0 || dataBytes % blockAlign !== 0) {
		throw new AudioError(`${dataBytes} bytes are not whole samples of ${blockAlign} bytes`, 'invalid');
	}
	const isPcm = codec === FORMAT_TAG.pcm;
	const isExtensible = viewOf(content).getUint16(0, true) === FORMAT_TAG.extensible;
	const length = isExtensible ? EXTENSIBLE_BYTES : isPcm ? FORMAT_BYTES : FORMAT_EX_BYTES;
	// Bytes that the first file did not have stay 0: that is an extension of no length.
	const fmt = new Uint8Array(length);
	fmt.set(content.subarray(0, isExtensible ? EXTENSIBLE_BYTES : FORMAT_BYTES));
	viewOf(fmt).setUint32(8, Math.min(sampleRate * blockAlign, LARGEST_RIFF), true);

	// "fact" is required of everything but PCM (New Multimedia Data Types, Microsoft 1994, page 12).
	const fact = isPcm ? [] : [chunk('fact', 4), uint32(dataBytes / blockAlign)];
	const body = concat([text('WAVE'), chunk('fmt ', length), fmt, ...fact, chunk('data', dataBytes)]);
	const riffBytes = body.length + dataBytes + wavPadding(dataBytes);
	if (riffBytes > LARGEST_RIFF) {
		throw new AudioError(
			`A WAV file holds at most 4 GiB, and this audio takes ${(riffBytes / 2 ** 30).toFixed(2)} GiB`,
			'tooLong',
		);
	}
	return concat([chunk('RIFF', riffBytes), body]);
}

/** Zero bytes that belong behind samples of this length: chunks of RIFF begin at even offsets. */
export const wavPadding = (dataBytes: number): 0 | 1 => (dataBytes % 2 === 0 ? 0 : 1);

function text(characters: string): Uint8Array {
	return Uint8Array.from(characters, (character) => character.charCodeAt(0));
}

function uint32(value: number): Uint8Array {
	const bytes = new Uint8Array(4);
	viewOf(bytes).setUint32(0, value, true);
	return bytes;
}

function chunk(id: string, bytes: number): Uint8Array {
	return concat([text(id), uint32(bytes)]);
}
