import { Mp3Encoder } from '@breezystack/lamejs';
import type * as Alawmulaw from 'alawmulaw';
import { createRequire } from 'node:module';

import { actualSampleRate, mp3BitRate, type AudioFormat, type Encoding } from './format.ts';

// Node cannot detect the exports of this CommonJS library.
const { mulaw } = createRequire(import.meta.url)('alawmulaw') as typeof Alawmulaw;

/** Encodes mono samples in chunks. A WAV gets no header. */
interface Encoder {
	/** @param samples -1 to 1, others are clipped */
	add(samples: Float32Array): Buffer;
	finish(): Buffer;
}

function toInt16(samples: Float32Array): Int16Array {
	return Int16Array.from(samples, (sample) => Math.round(Math.max(-1, Math.min(1, sample)) * 32767));
}

const bufferOf = (view: ArrayBufferView): Buffer =>
	Buffer.from(view.buffer, view.byteOffset, view.byteLength);

// Typed arrays have the machine's byte order, which is little-endian on all platforms of Node 24.
const pcm: Record<Encoding, (samples: Float32Array) => Buffer> = {
	pcm_s16le: (samples) => bufferOf(toInt16(samples)),
	pcm_f32le: (samples) => Buffer.from(bufferOf(samples)),
	pcm_mulaw: (samples) => bufferOf(mulaw.encode(toInt16(samples))),
};

/** Samples of one MPEG-1 Layer III frame; LAME works best when fed in multiples of it. */
const MP3_FRAME = 1152;

function mp3Encoder(format: AudioFormat): Encoder {
	const sampleRate = actualSampleRate(format);
	const lame = new Mp3Encoder(1, sampleRate, mp3BitRate(sampleRate, format.bitRate));
	// The encoder returns views of a buffer that it reuses, so they are copied.
	return {
		add(samples) {
			const integers = toInt16(samples);
			const frames: Buffer[] = [];
			for (let at = 0; at < integers.length; at += MP3_FRAME) {
				frames.push(Buffer.from(lame.encodeBuffer(integers.subarray(at, at + MP3_FRAME))));
			}
			return Buffer.concat(frames);
		},
		finish: () => Buffer.from(lame.flush()),
	};
}

/** Its samples must have the rate `actualSampleRate(format)`. */
export function createEncoder(format: AudioFormat): Encoder {
	if (format.container === 'mp3') return mp3Encoder(format);
	return { add: (samples) => pcm[format.encoding](samples), finish: () => Buffer.alloc(0) };
}
