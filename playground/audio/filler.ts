import type { StreamBody } from '../http/answer.ts';
import { dataOf } from '../speech/engine.ts';
import type { Speech } from '../speech/types.ts';
import { actualSampleRate, mp3BitRate, type AudioFormat } from './format.ts';
import { layouts, wavHeader, wavPadding, type UnknownSize } from './wav.ts';

const PIECE_BYTES = 64 * 1024;

/** Length of the Layer III frame that starts at `at`, in a stream of the constant bit rate of `format`. */
function mp3FrameBytes(mp3: Buffer, at: number, format: AudioFormat): number {
	const sampleRate = actualSampleRate(format);
	const padded = ((mp3[at + 2] ?? 0) >> 1) & 1;
	// 1152 samples a frame in MPEG-1, 576 in the lower sampling rates of MPEG-2 and 2.5.
	const samplesBy8 = sampleRate >= 32_000 ? 144 : 72;
	return Math.floor((samplesBy8 * mp3BitRate(sampleRate, format.bitRate) * 1000) / sampleRate) + padded;
}

/** The largest number of bytes up to `bytes` that ends with a whole MP3 frame, and the unit again and again. */
function wholeFrames(mp3: Buffer, format: AudioFormat, bytes: number): number {
	const whole = Math.floor(bytes / mp3.length) * mp3.length;
	let rest = 0;
	for (;;) {
		const next = rest + mp3FrameBytes(mp3, rest, format);
		if (next > bytes - whole) return whole + rest;
		rest = next;
	}
}

async function* repeat(unit: Buffer, bytes: number): AsyncGenerator<Buffer> {
	// A very short unit is repeated first, so that the pieces are not tiny.
	const block = Buffer.concat(Array<Buffer>(Math.ceil(PIECE_BYTES / unit.length)).fill(unit));
	for (let left = bytes; left > 0; left -= block.length) {
		for (let at = 0; at < Math.min(left, block.length); at += PIECE_BYTES) {
			yield block.subarray(at, Math.min(at + PIECE_BYTES, left));
			// Lets other requests have their turn even when the receiver is always ready.
			await new Promise(setImmediate);
		}
	}
}

/**
 * A valid file of at most `bytes` bytes, and no more than one sample or MP3 frame shorter, that repeats the speech. It
 * takes no more memory than the speech itself, whatever its size.
 *
 * @param sizes what a WAV says about its length; without it, the truth
 */
export function fill(speech: Speech, format: AudioFormat, bytes: number, sizes?: UnknownSize): StreamBody {
	const unit = dataOf(speech);
	if (format.container === 'mp3') {
		const length = wholeFrames(unit, format, bytes);
		return { length, chunks: repeat(unit, length) };
	}
	const block = layouts[format.encoding].bytesPerSample;
	const wholeSamples = (room: number) => Math.max(0, Math.floor(room / block) * block);
	if (format.container === 'raw') {
		const length = wholeSamples(bytes);
		return { length, chunks: repeat(unit, length) };
	}
	let data = wholeSamples(bytes - speech.dataStart);
	if (speech.dataStart + data + wavPadding(data) > bytes) data -= block;
	const padding = wavPadding(data);
	const header = wavHeader(sizes ?? data, format.encoding, format.sampleRate);
	return {
		length: header.length + data + padding,
		chunks: (async function* () {
			yield header;
			yield* repeat(unit, data);
			if (padding > 0) yield Buffer.alloc(padding);
		})(),
	};
}
