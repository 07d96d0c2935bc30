import type { Mp3Layout } from './mp3';
import type { PcmLayout } from './pcm';
import type { AudioInfo } from './types';
import { AudioError } from './types';
import type { WavLayout } from './wav';

/** What an inspector found in a file that can be joined with others. */
export type AudioLayout = WavLayout | Mp3Layout | PcmLayout;

/** One of the files to be joined. */
export interface AudioSegment<Layout> {
	/** What the inspector found in it. */
	readonly layout: Layout;
	/** Opens the file, from its first byte. Read once; closed early when no more of it is needed. */
	readonly read: () => AsyncIterable<Uint8Array>;
}

/** The result of joining. */
export interface JoinedAudio<Layout = AudioLayout> {
	/** What an inspector would find, so that the result can be joined again. */
	readonly layout: Layout;
	/** `bytes` is its exact length. */
	readonly info: AudioInfo;
	/** The result. To be read once; ending it early closes the segment that is open. */
	readonly chunks: AsyncGenerator<Uint8Array, void, undefined>;
}

export function isKind<Layout extends { readonly kind: string }, Kind extends Layout['kind']>(
	segment: AudioSegment<Layout>,
	kind: Kind,
): segment is AudioSegment<Extract<Layout, { readonly kind: Kind }>> {
	return segment.layout.kind === kind;
}

/**
 * Checks that all segments are described by the same words.
 *
 * @returns The first.
 * @throws {AudioError} that names the first two descriptions that differ.
 */
export function ensureEqual<Segment>(
	segments: readonly Segment[],
	describe: (segment: Segment) => string,
): Segment {
	const [first, ...others] = segments;
	if (first === undefined) throw new AudioError('There is no audio to join', 'empty');
	const expected = describe(first);
	const index = others.findIndex((segment) => describe(segment) !== expected);
	const other = others[index];
	if (other === undefined) return first;
	throw new AudioError(
		`Audio of different formats cannot be joined: part 1 has ${expected}; part ${index + 2} has ${describe(other)}`,
		'mismatch',
	);
}

/**
 * `length` bytes of a stream from `offset` on. Reads no further than that.
 *
 * @throws {AudioError} when there are fewer.
 */
export async function* exactRange(
	chunks: AsyncIterable<Uint8Array>,
	offset: number,
	length: number,
): AsyncGenerator<Uint8Array, void, undefined> {
	let toSkip = offset;
	let left = length;
	for await (const chunk of chunks) {
		const part = chunk.subarray(Math.min(toSkip, chunk.length)).subarray(0, left);
		toSkip -= Math.min(toSkip, chunk.length);
		left -= part.length;
		if (part.length > 0) yield part;
		if (left === 0) return;
	}
	if (left > 0) throw new AudioError(`A part of the audio has lost ${left} bytes`, 'truncated');
}
