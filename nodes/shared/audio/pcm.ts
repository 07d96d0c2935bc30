import type { AudioInfo, AudioInspector } from './types';
import { AudioError } from './types';

/** Sample encodings by the bytes that one sample takes. */
export const BYTES_PER_SAMPLE = { pcm_s16le: 2, pcm_f32le: 4, pcm_mulaw: 1 } as const;

export type PcmEncoding = keyof typeof BYTES_PER_SAMPLE;

export interface PcmFormat {
	readonly encoding: PcmEncoding;
	/** In hertz. */
	readonly sampleRate: number;
	readonly channels: number;
}

/** Measures audio without a header, of which everything but the length must be known beforehand. */
export class PcmInspector implements AudioInspector {
	private total = 0;

	constructor(private readonly format: PcmFormat) {}

	push(chunk: Uint8Array): void {
		this.total += chunk.length;
	}

	end(): AudioInfo {
		const { encoding, sampleRate, channels } = this.format;
		const frameBytes = BYTES_PER_SAMPLE[encoding] * channels;
		if (this.total === 0) throw new AudioError('There is no audio in it', 'empty');
		if (this.total % frameBytes !== 0) {
			throw new AudioError('The audio ends in the middle of a sample', 'truncated');
		}
		return { bytes: this.total, durationSeconds: this.total / frameBytes / sampleRate, sampleRate, channels };
	}
}
