import { joinMp3 } from './joinMp3';
import type { AudioLayout, AudioSegment, JoinedAudio } from './joinSegments';
import { ensureEqual, exactRange, isKind } from './joinSegments';
import type { PcmLayout } from './pcm';
import { AudioError } from './types';
import type { WavLayout } from './wav';
import type { WavFormat } from './wavFormat';
import { isSampleWise, wavHeader, wavPadding } from './wavFormat';

/**
 * Joins segments of one format into one file. All samples (WAV, PCM) and all frames with audio (MP3) are kept.
 * Segments are read one at a time, once each, while `chunks` is read; memory holds one chunk.
 *
 * - WAV: writes one new header; drops other RIFF chunks.
 * - PCM: concatenates the segments.
 * - MP3: concatenates the frames; drops ID3 and APE tags and info frames.
 *
 * @param segments At least one, in order, each inspected to its end.
 * @throws {AudioError} `mismatch` for segments of different formats, `unsupported` for compressed WAV, `tooLong`
 * for WAV beyond 4 GiB, `empty` for no segments. Reading `chunks` throws `truncated` or `mismatch` if a segment
 * has changed since it was inspected.
 */
export function joinAudio(segments: ReadonlyArray<AudioSegment<AudioLayout>>): JoinedAudio {
	if (segments.length === 0) throw new AudioError('There is no audio to join', 'empty');
	if (segments.every((segment) => isKind(segment, 'wav'))) return joinWav(segments);
	if (segments.every((segment) => isKind(segment, 'mp3'))) return joinMp3(segments);
	if (segments.every((segment) => isKind(segment, 'pcm'))) return joinPcm(segments);
	const kinds = [...new Set(segments.map((segment) => segment.layout.kind))].join(' and ');
	throw new AudioError(`Cannot join audio of different formats: ${kinds}`, 'mismatch');
}

function joinWav(segments: ReadonlyArray<AudioSegment<WavLayout>>): JoinedAudio<WavLayout> {
	const formats = segments.map(({ layout }) => layout.format);
	const { format } = ensureEqual(segments, ({ layout }) => describeWav(layout.format)).layout;
	if (!formats.every(isSampleWise)) {
		throw new AudioError(`Cannot join compressed WAV files: ${describeWav(format)}`, 'unsupported');
	}
	const dataBytes = sum(segments, ({ dataBytes }) => dataBytes);
	const samples = sum(segments, ({ samples }) => samples);
	const { sampleRate, channels } = format;
	const header = wavHeader(format, dataBytes);
	const padding = wavPadding(dataBytes);
	const bytes = header.length + dataBytes + padding;
	return {
		layout: { kind: 'wav', format, dataOffset: header.length, dataBytes, samples },
		info: { bytes, durationSeconds: samples / sampleRate, sampleRate, channels },
		chunks: (async function* () {
			yield header;
			for (const { layout, read } of segments) yield* exactRange(read(), layout.dataOffset, layout.dataBytes);
			if (padding > 0) yield new Uint8Array(padding);
		})(),
	};
}

function joinPcm(segments: ReadonlyArray<AudioSegment<PcmLayout>>): JoinedAudio<PcmLayout> {
	const { format } = ensureEqual(
		segments,
		({ layout: { format } }) => `${format.encoding}, ${format.sampleRate} Hz, ${format.channels} channels`,
	).layout;
	const { sampleRate, channels } = format;
	const bytes = sum(segments, ({ dataBytes }) => dataBytes);
	const samples = sum(segments, ({ samples }) => samples);
	return {
		layout: { kind: 'pcm', format, dataBytes: bytes, samples },
		info: { bytes, durationSeconds: samples / sampleRate, sampleRate, channels },
		chunks: (async function* () {
			for (const { layout, read } of segments) yield* exactRange(read(), 0, layout.dataBytes);
		})(),
	};
}

/** Describes everything that must match for samples to be joined. */
function describeWav({ codec, channels, sampleRate, bitsPerSample, blockAlign }: WavFormat): string {
	const size = `${bitsPerSample} bit (${blockAlign} bytes)`;
	return `${sampleRate} Hz, ${channels} channels, ${size}, format ${codec}`;
}

function sum<Layout>(segments: ReadonlyArray<AudioSegment<Layout>>, of: (layout: Layout) => number): number {
	return segments.reduce((total, { layout }) => total + of(layout), 0);
}
