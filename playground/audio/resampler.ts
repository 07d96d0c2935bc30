import type * as Libsamplerate from '@alexanderolsen/libsamplerate-js';
import { createRequire } from 'node:module';

// A CommonJS library whose exports Node cannot see from outside.
const { create, ConverterType } = createRequire(import.meta.url)(
	'@alexanderolsen/libsamplerate-js',
) as typeof Libsamplerate;

/** Band-limited conversion of a mono signal that arrives in pieces. */
export interface Resampler {
	add(samples: Float32Array): Float32Array;
	/** What is still inside the filter, so that the whole has exactly the length of the input. */
	finish(): Float32Array;
}

/**
 * Resampler from `from` to `to` Hz (libsamplerate's windowed sinc, 97 dB signal to noise).
 */
export async function createResampler(from: number, to: number): Promise<Resampler> {
	if (from === to) return { add: (samples) => samples, finish: () => new Float32Array() };
	const converter = await create(1, from, to, { converterType: ConverterType.SRC_SINC_FASTEST });
	let taken = 0;
	let given = 0;
	const convert = (samples: Float32Array): Float32Array => {
		if (samples.length === 0) return samples;
		// The result is a view of memory inside the WebAssembly module, so it is copied.
		const out = converter.full(samples).slice();
		given += out.length;
		return out;
	};
	return {
		add(samples) {
			taken += samples.length;
			return convert(samples);
		},
		finish() {
			const missing = Math.max(0, Math.round((taken * to) / from) - given);
			// A quarter of a second of silence is far longer than the filter, so it pushes everything out.
			const rest = convert(new Float32Array(Math.ceil(from / 4))).subarray(0, missing);
			converter.destroy();
			return rest;
		},
	};
}
