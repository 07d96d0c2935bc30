import { ByteReader } from './byteReader';
import { ascii, ByteScanner } from './scanner';
import type { AudioInfo, AudioInspector } from './types';
import { AudioError } from './types';

const FORM_HEADER_BYTES = 12;
const CHUNK_HEADER_BYTES = 8;
/** Channels, samples, bits, and the sample rate as an 80-bit number. AIFF-C adds more fields. */
const COMMON_BYTES = 2 + 4 + 2 + 10;
/** Offset and block size, before the samples of an `SSND` chunk. */
const SOUND_HEADER_BYTES = 8;

interface Common {
	readonly channels: number;
	/** Per channel. */
	readonly samples: number;
	/** Per sample and channel, before compression. */
	readonly bits: number;
	/** In hertz. */
	readonly sampleRate: number;
}

/**
 * Inspects AIFF and AIFF-C (Audio Interchange File Format 1.3, Apple 1989; AIFF-C draft of 1991): the `COMM` chunk,
 * and whether the audio that the `SSND` chunk declares was received.
 */
export class AiffInspector extends ByteScanner implements AudioInspector {
	private state: 'form' | 'chunk' | 'common' = 'form';
	private chunkBytes = 0;
	private isCompressible = false;
	private common: Common | undefined;
	private soundStart: number | undefined;
	private soundBytes = 0;
	private position = 0;

	protected minBytes(): number {
		if (this.state === 'form') return FORM_HEADER_BYTES;
		return this.state === 'common' ? COMMON_BYTES : CHUNK_HEADER_BYTES;
	}

	protected step(bytes: Uint8Array, at: number): number {
		const advance = this.read(bytes.subarray(at));
		this.position += advance;
		return advance;
	}

	private read(bytes: Uint8Array): number {
		if (this.state === 'form') {
			const type = ascii(bytes, 8, 4);
			if (ascii(bytes, 0, 4) !== 'FORM' || (type !== 'AIFF' && type !== 'AIFC')) throw notAiff();
			this.isCompressible = type === 'AIFC';
			this.state = 'chunk';
			return FORM_HEADER_BYTES;
		}
		const fields = new ByteReader(bytes, 'AIFF');
		if (this.state === 'common') {
			const channels = fields.u16();
			const samples = fields.u32();
			const bits = fields.u16();
			this.common = { channels, samples, bits, sampleRate: readExtended(fields) };
			this.state = 'chunk';
			return this.chunkBytes + (this.chunkBytes % 2);
		}
		const id = fields.text(4);
		const size = fields.u32();
		if (id === 'COMM' && this.common === undefined) {
			if (size < COMMON_BYTES) throw new AudioError('The AIFF header is too short', 'invalid');
			this.state = 'common';
			this.chunkBytes = size;
			return CHUNK_HEADER_BYTES;
		}
		if (id === 'SSND' && this.soundStart === undefined) {
			this.soundStart = this.position + CHUNK_HEADER_BYTES;
			this.soundBytes = size;
		}
		return CHUNK_HEADER_BYTES + size + (size % 2);
	}

	end(): AudioInfo {
		this.check();
		const { common, soundStart, soundBytes, total: bytes } = this;
		if (bytes < FORM_HEADER_BYTES) throw notAiff();
		if (common === undefined || (soundStart === undefined && common.samples > 0)) {
			throw new AudioError('The AIFF file ends before its audio begins', 'truncated');
		}
		const { channels, samples, bits, sampleRate } = common;
		if (channels === 0 || !(sampleRate > 0) || !Number.isFinite(sampleRate)) {
			throw new AudioError('The AIFF header is invalid', 'invalid');
		}
		if (soundStart === undefined || samples === 0) {
			throw new AudioError('The AIFF file contains no audio', 'empty');
		}
		const received = Math.max(0, bytes - soundStart);
		const uncompressedBytes = samples * channels * Math.ceil(bits / 8) + SOUND_HEADER_BYTES;
		const declaredBytes = this.isCompressible ? soundBytes : Math.max(soundBytes, uncompressedBytes);
		if (received < declaredBytes) {
			throw new AudioError(
				`The AIFF header declares ${declaredBytes} bytes of audio, but only ${received} were received`,
				'truncated',
			);
		}
		return { bytes, durationSeconds: samples / sampleRate, sampleRate, channels };
	}
}

/**
 * Reads an 80-bit number (IEEE 754 double extended): sign, 15 bits of exponent, 64 bits of mantissa with its
 * leading 1. Returns `NaN` for a negative number, `Infinity` for one that is too large.
 */
function readExtended(fields: ByteReader): number {
	const exponent = fields.u16();
	const mantissa = fields.u64();
	return exponent > 0x7fff ? NaN : mantissa * 2 ** (exponent - 16_383 - 63);
}

const notAiff = () => new AudioError('This is not an AIFF file', 'invalid');
