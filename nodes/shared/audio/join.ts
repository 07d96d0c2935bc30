import { joinMp3 } from './joinMp3';
import type { AudioLayout, AudioSegment, JoinedAudio } from './joinSegments';
import { ensureEqual, exactRange, isKind } from './joinSegments';
import type { PcmLayout } from './pcm';
import { AudioError } from './types';
import type { WavLayout } from './wav';
import type { WavFormat } from './wavFormat';
import { isSampleWise, wavHeaderOf, wavPadding } from './wavFormat';

export type { AudioLayout, AudioSegment as AudioSegment, JoinedAudio } from './joinSegments';

/**
 * Joins files of one kind into one file that plays them one after the other. Every sample is kept: of WAV
 * and PCM as it is, of MP3 every frame with audio. Nothing is read before `chunks` is, and then one segment at
 * a time, each once; what is held is one chunk of a segment.
 *
 * - WAV: one header with true sizes, written anew. Other chunks (texts, marks) are left out.
 * - PCM: the segments as they are.
 * - MP3: frames only; ID3, APE and Xing, Info and VBRI headers are left out, and none are written.
 *
 * @param segments At least one, in the order of the result. Each was inspected to its end.
 * @throws {AudioError} `mismatch` when the segments are not of one kind and format, `unsupported` for WAV with
 * compressed audio, `tooLong` for WAV beyond 4 GiB, `empty` when there are none. While `chunks` is read:
 * `truncated` or `mismatch` when a segment is not what it was when it was inspected.
 */
export function joinAudio(segments: ReadonlyArray<AudioSegment<AudioLayout>>): JoinedAudio {
	if (segments.length === 0) throw new AudioError('There is no audio to join', 'empty');
	if (segments.every((segment) => isKind(segment, 'wav'))) return joinWav(segments);
	if (segments.every((segment) => isKind(segment, 'mp3'))) return joinMp3(segments);
	if (segments.every((segment) => isKind(segment, 'pcm'))) return joinPcm(segments);
	const kinds = [...new Set(segments.map((segment) => segment.layout.kind))].join(' and ');
	throw new AudioError(`Audio of different kinds cannot be joined: ${kinds}`, 'mismatch');
}

function joinWav(segments: ReadonlyArray<AudioSegment<WavLayout>>): JoinedAudio<WavLayout> {
	const formats = segments.map(({ layout }) => layout.format);
	const { format } = ensureEqual(segments, ({ layout }) => describeWav(layout.format)).layout;
	if (!formats.every(isSampleWise)) {
		throw new AudioError(
			`WAV files with compressed audio cannot be joined: ${describeWav(format)}`,
			'unsupported',
		);
	}
	const dataBytes = sum(segments, ({ dataBytes }) => dataBytes);
	const samples = sum(segments, ({ samples }) => samples);
	const { sampleRate, channels } = format;
	const header = wavHeaderOf(format, dataBytes);
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

/** Everything that decides what the bytes of a sample mean. */
function describeWav({ codec, channels, sampleRate, bitsPerSample, blockAlign }: WavFormat): string {
	const size = `${bitsPerSample} bit (${blockAlign} bytes)`;
	return `${sampleRate} Hz, ${channels} channels, ${size}, format ${codec}`;
}

function sum<Layout>(segments: ReadonlyArray<AudioSegment<Layout>>, of: (layout: Layout) => number): number {
	return segments.reduce((total, { layout }) => total + of(layout), 0);
}
