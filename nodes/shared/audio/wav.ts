import { ascii, ByteScanner, viewOf } from './scanner';
import type { AudioInfo, AudioInspector } from './types';
import { AudioError } from './types';

const CHUNK_HEADER_BYTES = 8;
const RIFF_HEADER_BYTES = 12;
/** `wFormatTag` to `nBlockAlign` and `wBitsPerSample` of WAVEFORMAT; what follows is not needed here. */
const FORMAT_BYTES = 16;

/**
 * Writers that stream do not know the length yet and leave 0 or about the largest number they can:
 * 0xffffffff (ffmpeg), 0x7ffff000 (SoX).
 */
const isUnknownSize = (size: number) => size === 0 || size >= 0x7fff_f000;

interface Format {
	channels: number;
	sampleRate: number;
	blockAlign: number;
}

/**
 * Inspects RIFF/WAVE (Multimedia Programming Interface and Data Specifications 1.0, IBM and Microsoft
 * 1991) of any encoding. Lengths that a header announces are compared with the bytes that come.
 */
export class WavInspector extends ByteScanner implements AudioInspector {
	private state: 'riff' | 'chunk' | 'format' | 'data' = 'riff';
	private format: Format | undefined;
	private formatChunkBytes = 0;
	private announced: number | undefined;
	private dataStart: number | undefined;
	private position = 0;

	protected want(): number {
		if (this.state === 'riff') return RIFF_HEADER_BYTES;
		if (this.state === 'format') return FORMAT_BYTES;
		return this.state === 'chunk' ? CHUNK_HEADER_BYTES : 1;
	}

	protected step(bytes: Uint8Array): number {
		const advance = this.read(bytes);
		this.position += advance;
		return advance;
	}

	private read(bytes: Uint8Array): number {
		const view = viewOf(bytes);
		switch (this.state) {
			case 'riff':
				if (ascii(bytes, 0, 4) !== 'RIFF' || ascii(bytes, 8, 4) !== 'WAVE') {
					throw new AudioError('This is not a WAV file', 'invalid');
				}
				this.state = 'chunk';
				return RIFF_HEADER_BYTES;
			case 'chunk':
				return this.readChunkHeader(ascii(bytes, 0, 4), view.getUint32(4, true));
			case 'format':
				this.format = {
					channels: view.getUint16(2, true),
					sampleRate: view.getUint32(4, true),
					blockAlign: view.getUint16(12, true),
				};
				this.state = 'chunk';
				return this.formatChunkBytes;
			case 'data':
				// A length that is not known is counted to the end of the stream.
				return bytes.length;
		}
	}

	private readChunkHeader(id: string, size: number): number {
		// Chunks are padded to an even length (specification, chapter 2).
		const padded = size + (size % 2);
		if (id === 'fmt ' && size >= FORMAT_BYTES) {
			this.state = 'format';
			this.formatChunkBytes = padded;
			return CHUNK_HEADER_BYTES;
		}
		if (id !== 'data') return CHUNK_HEADER_BYTES + padded;
		if (this.dataStart !== undefined) return CHUNK_HEADER_BYTES + padded;
		this.dataStart = this.position + CHUNK_HEADER_BYTES;
		if (isUnknownSize(size)) {
			this.state = 'data';
			return CHUNK_HEADER_BYTES;
		}
		this.announced = size;
		return CHUNK_HEADER_BYTES + padded;
	}

	end(): AudioInfo {
		const { format, dataStart } = this;
		if (format === undefined || dataStart === undefined) {
			throw new AudioError('The WAV file ends before its audio begins', 'truncated');
		}
		const { sampleRate, channels, blockAlign } = format;
		if (sampleRate === 0 || channels === 0 || blockAlign === 0) {
			throw new AudioError('The header of the WAV file makes no sense', 'invalid');
		}
		const arrived = this.total - dataStart;
		if (this.announced !== undefined && arrived < this.announced) {
			throw new AudioError(
				`The WAV file announces ${this.announced} bytes of audio, but only ${arrived} came`,
				'truncated',
			);
		}
		const frames = Math.floor((this.announced ?? arrived) / blockAlign);
		if (frames === 0) throw new AudioError('The WAV file holds no audio', 'empty');
		return { bytes: this.total, durationSeconds: frames / sampleRate, sampleRate, channels };
	}
}
