import { describe, expect, it } from '@jest/globals';
import { mulaw } from 'alawmulaw';
import fc from 'fast-check';

import { identifyRaw } from '../../../nodes/shared/audio/identify';
import { TEXT_SAMPLE_BYTES } from '../../../nodes/shared/audio/textContent';

const encodings: Readonly<Record<string, (samples: Int16Array) => Uint8Array>> = {
	pcm_s16le: (samples) => new Uint8Array(samples.buffer),
	pcm_f32le: (samples) => new Uint8Array(Float32Array.from(samples, (sample) => sample / 32_768).buffer),
	pcm_mulaw: (samples) => mulaw.encode(samples),
};

/** A noisy signal of any loudness around 0, with at least 64 samples. */
const signal = fc
	.record({
		samples: fc.integer({ min: 64, max: 4000 }),
		amplitude: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 32_767 })),
		// In periods per sample: slow enough for speech, fast enough to cross 0 within 64 samples.
		frequency: fc.double({ min: 0.02, max: 0.4, noNaN: true }),
		noise: fc.double({ min: 0, max: 1, noNaN: true }),
		seed: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
	})
	.map(({ samples, amplitude, frequency, noise, seed }) => {
		let state = seed;
		return Int16Array.from({ length: samples }, (_, index) => {
			state = (state * 48_271) % 2_147_483_647;
			const random = (state / 2_147_483_647) * 2 - 1;
			const value = Math.sin(2 * Math.PI * frequency * index) * (1 - noise) + random * noise;
			return Math.round(value * amplitude);
		});
	});

describe('identifyRaw', () => {
	it.each(Object.keys(encodings))('recognizes samples: %s', (encoding) => {
		const encode = encodings[encoding];
		fc.assert(
			fc.property(signal, (samples) => identifyRaw(encode?.(samples) ?? new Uint8Array()) === 'pcm'),
			{ numRuns: 2000 },
		);
	});

	it('recognizes silent or constant samples', () => {
		fc.assert(
			fc.property(
				fc.uint8Array({ minLength: 1, maxLength: 1 }),
				fc.constantFrom(1, 2, 4, 8),
				fc.uint8Array({ minLength: 8, maxLength: 8 }),
				fc.integer({ min: 64, max: 5000 }),
				(_, period, sample, length) => {
					const constant = Uint8Array.from({ length }, (__, index) => sample[index % period] ?? 0);
					return identifyRaw(constant) === 'pcm';
				},
			),
			{ numRuns: 1000 },
		);
		for (const byte of [0, 0xff, 0x7f, 0x20, 0x41]) {
			expect(identifyRaw(new Uint8Array(2 * TEXT_SAMPLE_BYTES).fill(byte))).toBe('pcm');
		}
	});

	it('recognizes samples that start like an MP3 frame', () => {
		const loud = Buffer.from([
			0xff,
			0xfb,
			0x90,
			0x40,
			...Array.from({ length: 3000 }, (_, i) => (i * 89) & 0xff),
		]);
		expect(identifyRaw(loud)).toBe('pcm');
	});
});

describe('identifyRaw with text', () => {
	const words = fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }), {
		minLength: 1,
		maxLength: 60,
	});

	it('recognizes JSON and sentences', () => {
		fc.assert(
			fc.property(words, (list) => identifyRaw(Buffer.from(JSON.stringify({ message: list }))) === 'text'),
			{ numRuns: 500 },
		);
		const lorem = fc.array(fc.lorem({ mode: 'sentences' }), { minLength: 1, maxLength: 400 });
		fc.assert(
			fc.property(lorem, (sentences) => identifyRaw(Buffer.from(sentences.join(' '))) === 'text'),
			{ numRuns: 200 },
		);
	});

	it('recognizes text that ends in the middle of a character', () => {
		const page = Buffer.from('خدمة '.repeat(20_000)).subarray(0, TEXT_SAMPLE_BYTES - 1);
		expect(identifyRaw(page)).toBe('text');
	});
});
