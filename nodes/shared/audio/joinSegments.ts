import type { Mp3Layout } from './mp3';
import type { PcmLayout } from './pcm';
import type { AudioInfo } from './types';
import { AudioError } from './types';
import type { WavLayout } from './wav';

/** Structure of a file that can be joined, as inspectors return it. */
export type AudioLayout = WavLayout | Mp3Layout | PcmLayout;

/** A file to join. */
export interface AudioSegment<Layout> {
	readonly layout: Layout;
	/** Opens the file at its first byte. Called once; the stream is closed early if the rest is not needed. */
	readonly read: () => AsyncIterable<Uint8Array>;
}

export interface JoinedAudio<Layout = AudioLayout> {
	/** Allows the result to be joined again. */
	readonly layout: Layout;
	/** `bytes` is exact. */
	readonly info: AudioInfo;
	/** The joined file. Read it once; returning early closes the open segment. */
	readonly chunks: AsyncGenerator<Uint8Array, void, undefined>;
}

export function isKind<Layout extends { readonly kind: string }, Kind extends Layout['kind']>(
	segment: AudioSegment<Layout>,
	kind: Kind,
): segment is AudioSegment<Extract<Layout, { readonly kind: Kind }>> {
	return segment.layout.kind === kind;
}

/**
 * Checks that all segments have the same description.
 *
 * @returns The first segment.
 * @throws {AudioError} `mismatch` with the first two different descriptions, `empty` for no segments.
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
		`Cannot join audio of different formats: segment 1 has ${expected}; segment ${index + 2} has ${describe(other)}`,
		'mismatch',
	);
}

/**
 * Yields `length` bytes of a stream from `offset`, and reads no further.
 *
 * @throws {AudioError} `truncated` if there are fewer.
 */
export async function* exactRange(
	chunks: AsyncIterable<Uint8Array>,
	offset: number,
	length: number,
): AsyncGenerator<Uint8Array, void, undefined> {
	let toSkip = offset;
	let remaining = length;
	for await (const chunk of chunks) {
		const bytes = chunk.subarray(Math.min(toSkip, chunk.length)).subarray(0, remaining);
		toSkip -= Math.min(toSkip, chunk.length);
		remaining -= bytes.length;
		if (bytes.length > 0) yield bytes;
		if (remaining === 0) return;
	}
	if (remaining > 0) throw new AudioError(`An audio segment is missing ${remaining} bytes`, 'truncated');
}
