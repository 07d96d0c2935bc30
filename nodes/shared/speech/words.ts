import type { Word } from '../text/cues';
import type { SynthesizedChunk } from './synthesizeText';

/**
 * The words of all chunks, timed from the start of the whole audio: each chunk starts where the previous one ends.
 *
 * @returns `undefined` if no chunk has word times.
 */
export function wordsOf(chunks: readonly SynthesizedChunk[]): Word[] | undefined {
	if (chunks.every(({ words }) => words === undefined)) return undefined;
	let offsetMs = 0;
	return chunks.flatMap(({ stored, words = [] }) => {
		const startsAt = offsetMs;
		offsetMs += stored.durationSeconds * 1000;
		return words.map(({ text, startMs, endMs }) => ({
			text,
			startMs: Math.round(startMs + startsAt),
			endMs: Math.round(endMs + startsAt),
		}));
	});
}
