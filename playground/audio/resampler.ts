import type * as Libsamplerate from '@alexanderolsen/libsamplerate-js';
import { createRequire } from 'node:module';

// Node cannot detect the exports of this CommonJS library.
const { create, ConverterType } = createRequire(import.meta.url)(
	'@alexanderolsen/libsamplerate-js',
) as typeof Libsamplerate;

/** Resamples a mono signal in chunks. */
interface Resampler {
	add(samples: Float32Array): Float32Array;
	/** The rest of the signal, so that its length is exact. */
	finish(): Float32Array;
}

/** Rates are in Hz. Uses libsamplerate's windowed sinc (97 dB signal to noise). */
export async function createResampler(from: number, to: number): Promise<Resampler> {
	if (from === to) return { add: (samples) => samples, finish: () => new Float32Array() };
	const converter = await create(1, from, to, { converterType: ConverterType.SRC_SINC_FASTEST });
	let samplesIn = 0;
	let samplesOut = 0;
	const convert = (samples: Float32Array): Float32Array => {
		if (samples.length === 0) return samples;
		// The result is a view of WebAssembly memory, so it is copied.
		const out = converter.full(samples).slice();
		samplesOut += out.length;
		return out;
	};
	return {
		add(samples) {
			samplesIn += samples.length;
			return convert(samples);
		},
		finish() {
			const missing = Math.max(0, Math.round((samplesIn * to) / from) - samplesOut);
			// A quarter of a second of silence is far longer than the filter, so it flushes everything.
			const rest = convert(new Float32Array(Math.ceil(from / 4))).subarray(0, missing);
			converter.destroy();
			return rest;
		},
	};
}
