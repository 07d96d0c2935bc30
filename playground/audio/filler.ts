import { bytesResponse, type ProviderResponse, type StreamBody } from '../http/response.ts';
import { dataOf } from '../speech/engine.ts';
import type { Speech } from '../speech/types.ts';
import { actualSampleRate, mp3BitRate, type AudioFormat } from './format.ts';
import { layouts, wavHeader, wavPadding, type UnknownSize } from './wav.ts';

const CHUNK_BYTES = 64 * 1024;

/** Length of the Layer III frame at `at`, with a constant bit rate. */
function mp3FrameBytes(mp3: Buffer, at: number, format: AudioFormat): number {
	const sampleRate = actualSampleRate(format);
	const padded = ((mp3[at + 2] ?? 0) >> 1) & 1;
	// 1152 samples per frame in MPEG-1, 576 in the lower sampling rates of MPEG-2 and 2.5.
	const samplesBy8 = sampleRate >= 32_000 ? 144 : 72;
	return Math.floor((samplesBy8 * mp3BitRate(sampleRate, format.bitRate) * 1000) / sampleRate) + padded;
}

/** The largest length up to `bytes` that consists of whole frames, if `mp3` is repeated. */
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
	// Repeats a short unit, so that the chunks are not tiny.
	const block = Buffer.concat(Array<Buffer>(Math.ceil(CHUNK_BYTES / unit.length)).fill(unit));
	for (let remaining = bytes; remaining > 0; remaining -= block.length) {
		for (let at = 0; at < Math.min(remaining, block.length); at += CHUNK_BYTES) {
			yield block.subarray(at, Math.min(at + CHUNK_BYTES, remaining));
			// Yields to other requests, even if the receiver is always ready.
			await new Promise(setImmediate);
		}
	}
}

/**
 * Repeats the speech in a valid file of `bytes` bytes, or less than one sample or MP3 frame shorter. Needs no more memory
 * than the speech itself.
 *
 * @param sizes the length in a WAV's header; by default the real one
 */
export function fill(speech: Speech, format: AudioFormat, bytes: number, sizes?: UnknownSize): StreamBody {
	const unit = dataOf(speech);
	if (format.container === 'mp3') {
		const length = wholeFrames(unit, format, bytes);
		return { length, chunks: repeat(unit, length) };
	}
	const block = layouts[format.encoding].bytesPerSample;
	const wholeSamples = (space: number) => Math.max(0, Math.floor(space / block) * block);
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

/** A response with the audio, or with `fillerBytes` of it. */
export function audioResponse(
	contentType: string,
	speech: Speech,
	format: AudioFormat,
	fillerBytes: number | null,
): ProviderResponse {
	const response = bytesResponse(contentType, speech.audio);
	return fillerBytes === null ? response : { ...response, body: fill(speech, format, fillerBytes) };
}
