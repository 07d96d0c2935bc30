import { ascii, ByteScanner, viewOf } from './scanner';
import type { AudioInfo, AudioInspector } from './types';
import { AudioError } from './types';
import type { WavFormat } from './wavFormat';
import { EXTENSIBLE_BYTES, FORMAT_BYTES, isSampleWise, readWavFormat } from './wavFormat';

const CHUNK_HEADER_BYTES = 8;
const RIFF_HEADER_BYTES = 12;
/** RIFF and its two 64-bit variants, which have a `ds64` chunk (EBU Tech 3306, ITU-R BS.2088). */
const RIFF_IDS = ['RIFF', 'RF64', 'BW64'];
/** Sizes of the file and of the `data` chunk, 8 bytes each. */
const DS64_BYTES = 16;
/** Samples per channel. */
const FACT_BYTES = 4;
/** The size is in `ds64`, or unknown in a file without one (ffmpeg). */
const NO_SIZE = 0xffff_ffff;

/**
 * Writers that stream do not know the size and declare 0 or a very large one: 0xffffffff (ffmpeg), 0x7ffff000
 * (SoX), or either minus the header.
 */
const isPlaceholder = (size: number) => size === 0 || size >= 0x7fff_f000;

export interface WavLayout {
	readonly kind: 'wav';
	readonly format: WavFormat;
	/** Offset of the samples in the file. */
	readonly dataOffset: number;
	/** Complete samples only, unless the audio is compressed. */
	readonly dataBytes: number;
	/** Samples per channel. */
	readonly samples: number;
}

/**
 * Inspects RIFF/WAVE (Multimedia Programming Interface and Data Specifications 1.0, IBM and Microsoft 1991) with
 * any encoding, and RF64. Compares declared sizes with the bytes received. The duration of compressed audio
 * is taken from the `fact` chunk, or else estimated from the byte rate.
 */
export class WavInspector extends ByteScanner implements AudioInspector {
	private state: 'riff' | 'chunk' | 'format' | 'ds64' | 'fact' = 'riff';
	private format: WavFormat | undefined;
	private riffBytes = 0;
	private chunkBytes = 0;
	private declaredBytes: number | undefined;
	private declaredBytes64: number | undefined;
	private factSamples = 0;
	private dataStart: number | undefined;
	private position = 0;

	protected minBytes(): number {
		switch (this.state) {
			case 'riff':
				return RIFF_HEADER_BYTES;
			case 'chunk':
				return CHUNK_HEADER_BYTES;
			case 'format':
				return Math.min(this.chunkBytes, EXTENSIBLE_BYTES);
			case 'ds64':
				return DS64_BYTES;
			case 'fact':
				return FACT_BYTES;
		}
	}

	protected step(chunk: Uint8Array, at: number): number {
		const bytes = chunk.subarray(at);
		const advance = this.read(bytes, viewOf(bytes));
		this.position += advance;
		return advance;
	}

	private read(bytes: Uint8Array, view: DataView): number {
		switch (this.state) {
			case 'riff':
				if (!RIFF_IDS.includes(ascii(bytes, 0, 4)) || ascii(bytes, 8, 4) !== 'WAVE') {
					throw new AudioError('This is not a WAV file', 'invalid');
				}
				this.riffBytes = view.getUint32(4, true);
				this.state = 'chunk';
				return RIFF_HEADER_BYTES;
			case 'chunk':
				return this.readChunkHeader(ascii(bytes, 0, 4), view.getUint32(4, true));
			case 'format':
				this.format = readWavFormat(bytes.slice(0, this.minBytes()));
				break;
			case 'ds64':
				this.declaredBytes64 = Number(view.getBigUint64(8, true));
				break;
			case 'fact':
				this.factSamples = view.getUint32(0, true);
				break;
		}
		this.state = 'chunk';
		// Chunks are padded to an even length (specification, chapter 2).
		return this.chunkBytes + (this.chunkBytes % 2);
	}

	private readChunkHeader(id: string, size: number): number {
		if (id === 'data' && this.dataStart === undefined) return this.readDataHeader(size);
		const state = this.stateFor(id, size);
		if (state === 'chunk') return CHUNK_HEADER_BYTES + size + (size % 2);
		this.state = state;
		this.chunkBytes = size;
		return CHUNK_HEADER_BYTES;
	}

	private stateFor(id: string, size: number) {
		if (id === 'fmt ' && this.format === undefined) {
			if (size >= FORMAT_BYTES) return 'format';
			throw new AudioError('The WAV header is too short', 'invalid');
		}
		if (id === 'ds64' && size >= DS64_BYTES) return 'ds64';
		return id === 'fact' && size >= FACT_BYTES ? 'fact' : 'chunk';
	}

	private readDataHeader(size: number): number {
		this.dataStart = this.position + CHUNK_HEADER_BYTES;
		this.declaredBytes = size === NO_SIZE ? (this.declaredBytes64 ?? size) : size;
		// Without a known size, all the rest is samples. Otherwise chunks may follow.
		const isToEnd = this.declaredBytes === 0 || this.declaredBytes === NO_SIZE;
		return isToEnd ? Infinity : CHUNK_HEADER_BYTES + this.declaredBytes + (this.declaredBytes % 2);
	}

	/**
	 * Call after the last `push`.
	 *
	 * @throws {AudioError} like `end`.
	 */
	layout(): WavLayout {
		this.check();
		const { format, dataStart, declaredBytes } = this;
		if (this.total < RIFF_HEADER_BYTES) throw new AudioError('This is not a WAV file', 'invalid');
		if (format === undefined || dataStart === undefined || declaredBytes === undefined) {
			throw new AudioError('The WAV file ends before its audio begins', 'truncated');
		}
		const received = this.total - dataStart;
		const isUnknown = isPlaceholder(declaredBytes) && this.declaredBytes64 !== declaredBytes;
		if (received < declaredBytes && !isUnknown) {
			throw new AudioError(
				`The WAV header declares ${declaredBytes} bytes of audio, but only ${Math.max(0, received)} were received`,
				'truncated',
			);
		}
		// 0 is the true size if it matches the size of the file.
		const isEmpty = declaredBytes === 0 && this.riffBytes + CHUNK_HEADER_BYTES === this.total;
		const length = isEmpty ? 0 : Math.min(declaredBytes || received, received);
		const { blockAlign, byteRate, sampleRate } = format;
		const isUncompressed = isSampleWise(format);
		const estimate = byteRate === 0 ? 0 : Math.round((length / byteRate) * sampleRate);
		const compressedSamples = length === 0 ? 0 : this.factSamples || estimate;
		const samples = isUncompressed ? Math.floor(length / blockAlign) : compressedSamples;
		if (samples === 0) throw new AudioError('The WAV file contains no audio', 'empty');
		const dataBytes = isUncompressed ? samples * blockAlign : length;
		return { kind: 'wav', format, dataOffset: dataStart, dataBytes, samples };
	}

	/** Returns the complete samples of a file that may be truncated; `undefined` for none or compressed ones. */
	intact(): WavLayout | undefined {
		const { format, dataStart, declaredBytes = 0 } = this;
		if (format === undefined || dataStart === undefined || !isSampleWise(format)) return undefined;
		const received = this.total - dataStart;
		const samples = Math.floor(Math.min(declaredBytes || received, received) / format.blockAlign);
		if (samples <= 0) return undefined;
		return { kind: 'wav', format, dataOffset: dataStart, dataBytes: samples * format.blockAlign, samples };
	}

	end(): AudioInfo {
		const { samples, format } = this.layout();
		const { sampleRate, channels } = format;
		return { bytes: this.total, durationSeconds: samples / sampleRate, sampleRate, channels };
	}
}
