import type { AudioInfo, AudioInspector } from './types';
import { AudioError } from './types';

/** Bytes per sample of one channel, by encoding. */
export const BYTES_PER_SAMPLE = { pcm_s16le: 2, pcm_f32le: 4, pcm_mulaw: 1 } as const;

export type PcmEncoding = keyof typeof BYTES_PER_SAMPLE;

export interface PcmFormat {
	readonly encoding: PcmEncoding;
	/** In hertz. */
	readonly sampleRate: number;
	readonly channels: number;
}

/** Raw audio: samples without a header. */
export interface PcmLayout {
	readonly kind: 'pcm';
	readonly format: PcmFormat;
	/** Complete samples of all channels. */
	readonly dataBytes: number;
	/** Samples per channel. */
	readonly samples: number;
}

/** Measures raw audio of a known format. */
export class PcmInspector implements AudioInspector {
	private total = 0;

	constructor(private readonly format: PcmFormat) {}

	push(chunk: Uint8Array): void {
		this.total += chunk.length;
	}

	/**
	 * Call after the last `push`.
	 *
	 * @throws {AudioError} like `end`.
	 */
	layout(): PcmLayout {
		if (this.total === 0) throw new AudioError('The audio is empty', 'empty');
		const layout = this.intact();
		if (layout?.dataBytes === this.total) return layout;
		throw new AudioError('The audio ends in the middle of a sample', 'truncated');
	}

	/** Returns the complete samples; `undefined` if there are none. */
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
