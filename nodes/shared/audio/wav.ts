import { ascii, ByteScanner, viewOf } from './scanner';
import type { AudioInfo, AudioInspector } from './types';
import { AudioError } from './types';
import type { WavFormat } from './wavFormat';
import { EXTENSIBLE_BYTES, FORMAT_BYTES, isSampleWise, readWavFormat } from './wavFormat';

const CHUNK_HEADER_BYTES = 8;
const RIFF_HEADER_BYTES = 12;
/** RIFF, and the two names of its form with 64-bit sizes in a `ds64` chunk (EBU Tech 3306, ITU-R BS.2088). */
const RIFF_IDS = ['RIFF', 'RF64', 'BW64'];
/** Length of the file and of `data`, 8 bytes each. */
const DS64_BYTES = 16;
/** The number of samples per channel, in a `fact` chunk. */
const FACT_BYTES = 4;
/** In a file with 64-bit sizes: the true one is in `ds64`. Elsewhere: not known (ffmpeg). */
const NO_SIZE = 0xffff_ffff;

/**
 * Writers that stream do not know the length yet and leave 0 or about the largest number they can:
 * 0xffffffff (ffmpeg), 0x7ffff000 (SoX), or either less the header.
 */
const isDoubtful = (size: number) => size === 0 || size >= 0x7fff_f000;

/** Where the samples of a WAV file are, and what they are. */
export interface WavLayout {
	readonly kind: 'wav';
	readonly format: WavFormat;
	/** Where samples begin, in bytes from the start of the file. */
	readonly dataOffset: number;
	/** Their length. Ends with a whole sample, where one is a number of bytes. */
	readonly dataBytes: number;
	/** Samples per channel. */
	readonly samples: number;
}

/**
 * Inspects RIFF/WAVE (Multimedia Programming Interface and Data Specifications 1.0, IBM and Microsoft
 * 1991) of any encoding, and RF64. Lengths that a header announces are compared with the bytes that come.
 * For compressed audio the duration is what a `fact` chunk says, or is reckoned by the byte rate.
 */
export class WavInspector extends ByteScanner implements AudioInspector {
	private state: 'riff' | 'chunk' | 'format' | 'ds64' | 'fact' = 'riff';
	private format: WavFormat | undefined;
	private riffBytes = 0;
	private chunkBytes = 0;
	private announced: number | undefined;
	private announced64: number | undefined;
	private factSamples = 0;
	private dataStart: number | undefined;
	private position = 0;

	protected want(): number {
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
				this.format = readWavFormat(bytes.slice(0, this.want()));
				break;
			case 'ds64':
				this.announced64 = Number(view.getBigUint64(8, true));
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
			throw new AudioError('The header of the WAV file is too short', 'invalid');
		}
		if (id === 'ds64' && size >= DS64_BYTES) return 'ds64';
		return id === 'fact' && size >= FACT_BYTES ? 'fact' : 'chunk';
	}

	private readDataHeader(size: number): number {
		this.dataStart = this.position + CHUNK_HEADER_BYTES;
		this.announced = size === NO_SIZE && this.announced64 !== undefined ? this.announced64 : size;
		// A file with no more than it says can be walked on; in the other cases the samples are all that comes.
		const toEnd = this.announced === 0 || this.announced === NO_SIZE;
		return toEnd ? Infinity : CHUNK_HEADER_BYTES + this.announced + (this.announced % 2);
	}

	/**
	 * Where the samples are. Call after the last `push`.
	 *
	 * @throws {AudioError} as `end`.
	 */
	layout(): WavLayout {
		this.check();
		const { format, dataStart, announced } = this;
		if (this.total < RIFF_HEADER_BYTES) throw new AudioError('This is not a WAV file', 'invalid');
		if (format === undefined || dataStart === undefined || announced === undefined) {
			throw new AudioError('The WAV file ends before its audio begins', 'truncated');
		}
		const arrived = this.total - dataStart;
		const isUnknown = isDoubtful(announced) && this.announced64 !== announced;
		if (arrived < announced && !isUnknown) {
			throw new AudioError(
				`The WAV file announces ${announced} bytes of audio, but only ${Math.max(0, arrived)} came`,
				'truncated',
			);
		}
		// A length of 0 is meant so in a file whose other length agrees with it.
		const isEmpty = announced === 0 && this.riffBytes + CHUNK_HEADER_BYTES === this.total;
		const length = isEmpty ? 0 : announced === 0 ? arrived : Math.min(announced, arrived);
		const { blockAlign, byteRate, sampleRate } = format;
		const reckoned = byteRate === 0 ? 0 : Math.round((length / byteRate) * sampleRate);
		const samples = isSampleWise(format)
			? Math.floor(length / blockAlign)
			: length === 0
				? 0
				: this.factSamples || reckoned;
		if (samples === 0) throw new AudioError('The WAV file holds no audio', 'empty');
		const dataBytes = isSampleWise(format) ? samples * blockAlign : length;
		return { kind: 'wav', format, dataOffset: dataStart, dataBytes, samples };
	}

	/** The whole samples of a file that may be cut short; `undefined` when there are none, or they are compressed. */
	intact(): WavLayout | undefined {
		const { format, dataStart, announced = 0 } = this;
		if (format === undefined || dataStart === undefined || !isSampleWise(format)) return undefined;
		const arrived = this.total - dataStart;
		const samples = Math.floor(
			(announced === 0 ? arrived : Math.min(announced, arrived)) / format.blockAlign,
		);
		if (samples <= 0) return undefined;
		return { kind: 'wav', format, dataOffset: dataStart, dataBytes: samples * format.blockAlign, samples };
	}

	end(): AudioInfo {
		const { samples, format } = this.layout();
		const { sampleRate, channels } = format;
		return { bytes: this.total, durationSeconds: samples / sampleRate, sampleRate, channels };
	}
}
