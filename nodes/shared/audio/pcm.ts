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

/** Audio without a header: all of it is samples. */
export interface PcmLayout {
	readonly kind: 'pcm';
	readonly format: PcmFormat;
	/** Length; whole samples of all channels. */
	readonly dataBytes: number;
	/** Samples per channel. */
	readonly samples: number;
}

/** Measures audio without a header, of which everything but the length must be known beforehand. */
export class PcmInspector implements AudioInspector {
	private total = 0;

	constructor(private readonly format: PcmFormat) {}

	push(chunk: Uint8Array): void {
		this.total += chunk.length;
	}

	/**
	 * How much audio there is. Call after the last `push`.
	 *
	 * @throws {AudioError} as `end`.
	 */
	layout(): PcmLayout {
		if (this.total === 0) throw new AudioError('There is no audio in it', 'empty');
		const layout = this.intact();
		if (layout?.dataBytes === this.total) return layout;
		throw new AudioError('The audio ends in the middle of a sample', 'truncated');
	}

	/** The whole samples; `undefined` when there are none. */
	intact(): PcmLayout | undefined {
		const { format, total } = this;
		const frameBytes = BYTES_PER_SAMPLE[format.encoding] * format.channels;
		const samples = Math.floor(total / frameBytes);
		return samples === 0 ? undefined : { kind: 'pcm', format, dataBytes: samples * frameBytes, samples };
	}

	end(): AudioInfo {
		const { samples } = this.layout();
		const { sampleRate, channels } = this.format;
		return { bytes: this.total, durationSeconds: samples / sampleRate, sampleRate, channels };
	}
}
