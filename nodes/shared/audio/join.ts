import { joinMp3 } from './joinMp3';
import type { AudioLayout, AudioPiece, JoinedAudio } from './joinPieces';
import { ensureEqual, exactRange, isKind } from './joinPieces';
import type { PcmLayout } from './pcm';
import { AudioError } from './types';
import type { WavLayout } from './wav';
import type { WavFormat } from './wavFormat';
import { isSampleWise, wavHeaderOf, wavPadding } from './wavFormat';

export type { AudioLayout, AudioPiece, JoinedAudio } from './joinPieces';

/**
 * Joins files of one kind into one file that plays them one after the other. Every sample is kept: of WAV
 * and PCM as it is, of MP3 every frame with audio. Nothing is read before `chunks` is, and then one piece at
 * a time, each once; what is held is one chunk of a piece.
 *
 * - WAV: one header with true sizes, written anew. Other chunks (texts, marks) are left out.
 * - PCM: the pieces as they are.
 * - MP3: frames only; ID3, APE and Xing, Info and VBRI headers are left out, and none are written.
 *
 * @param pieces At least one, in the order of the result. Each was inspected to its end.
 * @throws {AudioError} `mismatch` when the pieces are not of one kind and format, `unsupported` for WAV with
 * compressed audio, `tooLong` for WAV beyond 4 GiB, `empty` when there are none. While `chunks` is read:
 * `truncated` or `mismatch` when a piece is not what it was when it was inspected.
 */
export function joinAudio(pieces: ReadonlyArray<AudioPiece<AudioLayout>>): JoinedAudio {
	if (pieces.length === 0) throw new AudioError('There is no audio to join', 'empty');
	if (pieces.every((piece) => isKind(piece, 'wav'))) return joinWav(pieces);
	if (pieces.every((piece) => isKind(piece, 'mp3'))) return joinMp3(pieces);
	if (pieces.every((piece) => isKind(piece, 'pcm'))) return joinPcm(pieces);
	const kinds = [...new Set(pieces.map((piece) => piece.layout.kind))].join(' and ');
	throw new AudioError(`Audio of different kinds cannot be joined: ${kinds}`, 'mismatch');
}

function joinWav(pieces: ReadonlyArray<AudioPiece<WavLayout>>): JoinedAudio<WavLayout> {
	const formats = pieces.map(({ layout }) => layout.format);
	const { format } = ensureEqual(pieces, ({ layout }) => describeWav(layout.format)).layout;
	if (!formats.every(isSampleWise)) {
		throw new AudioError(
			`WAV files with compressed audio cannot be joined: ${describeWav(format)}`,
			'unsupported',
		);
	}
	const dataBytes = sum(pieces, ({ dataBytes }) => dataBytes);
	const samples = sum(pieces, ({ samples }) => samples);
	const { sampleRate, channels } = format;
	const header = wavHeaderOf(format, dataBytes);
	const padding = wavPadding(dataBytes);
	const bytes = header.length + dataBytes + padding;
	return {
		layout: { kind: 'wav', format, dataOffset: header.length, dataBytes, samples },
		info: { bytes, durationSeconds: samples / sampleRate, sampleRate, channels },
		chunks: (async function* () {
			yield header;
			for (const { layout, read } of pieces) yield* exactRange(read(), layout.dataOffset, layout.dataBytes);
			if (padding > 0) yield new Uint8Array(padding);
		})(),
	};
}

function joinPcm(pieces: ReadonlyArray<AudioPiece<PcmLayout>>): JoinedAudio<PcmLayout> {
	const { format } = ensureEqual(
		pieces,
		({ layout: { format } }) => `${format.encoding}, ${format.sampleRate} Hz, ${format.channels} channels`,
	).layout;
	const { sampleRate, channels } = format;
	const bytes = sum(pieces, ({ dataBytes }) => dataBytes);
	const samples = sum(pieces, ({ samples }) => samples);
	return {
		layout: { kind: 'pcm', format, dataBytes: bytes, samples },
		info: { bytes, durationSeconds: samples / sampleRate, sampleRate, channels },
		chunks: (async function* () {
			for (const { layout, read } of pieces) yield* exactRange(read(), 0, layout.dataBytes);
		})(),
	};
}

/** Everything that decides what the bytes of a sample mean. */
function describeWav({ codec, channels, sampleRate, bitsPerSample, blockAlign }: WavFormat): string {
	const size = `${bitsPerSample} bit (${blockAlign} bytes)`;
	return `${sampleRate} Hz, ${channels} channels, ${size}, format ${codec}`;
}

function sum<Layout>(pieces: ReadonlyArray<AudioPiece<Layout>>, of: (layout: Layout) => number): number {
	return pieces.reduce((total, { layout }) => total + of(layout), 0);
}
