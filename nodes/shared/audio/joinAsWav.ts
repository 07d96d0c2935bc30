import { joinAudio } from './join';
import type { AudioLayout, AudioSegment, JoinedAudio } from './joinSegments';
import { wavFormatOf, wavHeader, wavPadding } from './wavFormat';

/**
 * Joins segments like `joinAudio`, and puts raw audio into a WAV file. Other formats are not converted.
 *
 * @throws {AudioError} like `joinAudio`; `tooLong` beyond the 4 GiB of RIFF, a day of 16-bit mono at 24 kHz.
 */
export function joinAsWav(segments: ReadonlyArray<AudioSegment<AudioLayout>>): JoinedAudio {
	const joined = joinAudio(segments);
	const { layout } = joined;
	if (layout.kind !== 'pcm') return joined;

	const { dataBytes, samples } = layout;
	const format = wavFormatOf(layout.format);
	const header = wavHeader(format, dataBytes);
	const padding = wavPadding(dataBytes);
	return {
		layout: { kind: 'wav', format, dataOffset: header.length, dataBytes, samples },
		info: { ...joined.info, bytes: header.length + dataBytes + padding },
		chunks: (async function* () {
			yield header;
			yield* joined.chunks;
			if (padding > 0) yield new Uint8Array(padding);
		})(),
	};
}
