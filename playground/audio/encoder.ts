import { Mp3Encoder } from '@breezystack/lamejs';
import type * as Alawmulaw from 'alawmulaw';
import { createRequire } from 'node:module';

import { actualSampleRate, mp3BitRate, type AudioFormat, type Encoding } from './format.ts';

// A CommonJS library whose exports Node cannot see from outside.
const { mulaw } = createRequire(import.meta.url)('alawmulaw') as typeof Alawmulaw;

/** Turns mono samples, piece by piece, into the bytes of the wanted format; a WAV is left without its header. */
export interface Encoder {
	/** @param samples -1 to 1; anything outside is clipped */
	add(samples: Float32Array): Buffer;
	finish(): Buffer;
}

function toInt16(samples: Float32Array): Int16Array {
	return Int16Array.from(samples, (sample) => Math.round(Math.max(-1, Math.min(1, sample)) * 32767));
}

const bufferOf = (view: ArrayBufferView): Buffer =>
	Buffer.from(view.buffer, view.byteOffset, view.byteLength);

// Typed arrays have the byte order of the machine, which is little-endian wherever Node 24 is published for.
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
	// The encoder hands out a view into a buffer it uses again, so each part is copied.
	return {
		add(samples) {
			const pieces = toInt16(samples);
			const parts: Buffer[] = [];
			for (let at = 0; at < pieces.length; at += MP3_FRAME) {
				parts.push(Buffer.from(lame.encodeBuffer(pieces.subarray(at, at + MP3_FRAME))));
			}
			return Buffer.concat(parts);
		},
		finish: () => Buffer.from(lame.flush()),
	};
}

/** An encoder for `format`; the samples it gets must have `actualSampleRate(format)`. */
export function createEncoder(format: AudioFormat): Encoder {
	if (format.container === 'mp3') return mp3Encoder(format);
	return { add: (samples) => pcm[format.encoding](samples), finish: () => Buffer.alloc(0) };
}
