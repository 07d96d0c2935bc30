import { lastContinuousWord, LEVEL, rankBoundaries } from './boundaries';
import { countCharacters, hasContinuous, next, segmenter } from './characters';
import { TextError } from './errors';
import { isSilent } from './silence';

/** The text of one request, with its range in the whole text. */
export interface Chunk {
	readonly text: string;
	/**
	 * In code points, `to` exclusive. The ranges of all chunks cover the whole text without gaps, so they include
	 * silent text that is left out of `text`.
	 */
	readonly from: number;
	readonly to: number;
}

/** The text between two boundaries, which becomes a chunk or is merged into one. */
interface Slice {
	start: number;
	end: number;
	/** Code points. */
	characters: number;
	silent: boolean;
}

/**
 * Splits a text into chunks of at most `maxCharacters` code points.
 *
 * Each chunk is as long as possible, but ends earlier if it is then at least half full and ends with a paragraph,
 * else a line, a sentence or a clause. Otherwise it ends with a word. A word is split only if it is longer than a
 * chunk. Graphemes (UAX #29) and the tags `<break>`, `<phonemes>` and `<digits>` are never split; numbers, other tags
 * and whole elements such as `<digits>…</digits>` only if they are longer than a chunk. White space belongs to the
 * chunk before it if it fits there. Silent text between two boundaries (`isSilent`) is merged into a chunk next to it
 * if it fits, else left out, because providers would charge for it and return no audio. Except for such text, the
 * chunks add up to exactly the same text.
 *
 * Takes time and memory in proportion to the length of the text.
 *
 * @param maxCharacters 1 or more; `Infinity` for one chunk.
 * @param locale BCP 47 language tag; helps with abbreviations and ordinal numbers. Unknown tags are ignored.
 * @returns An empty list for a silent text.
 * @throws {TextError} if a grapheme or tag that is not silent is longer than `maxCharacters`.
 * @throws {RangeError} if `maxCharacters` is less than 1.
 */
export function splitText(text: string, maxCharacters: number, locale?: string): Chunk[] {
	if (!(maxCharacters >= 1)) throw new RangeError('maxCharacters must be at least 1');
	if (isSilent(text)) return [];
	const length = countCharacters(text);
	if (length <= maxCharacters) return [{ text, from: 0, to: length }];

	const max = Math.floor(maxCharacters);
	const cutter = new Cutter(text, max, locale);
	const slices: Slice[] = [];
	for (let start = 0, characters = 0; start < text.length;) {
		const slice = cutter.sliceFrom(start);
		if (slice.characters > max && !slice.silent) throw new TextError(characters, slice.characters, max);
		append(slices, slice, max);
		start = slice.end;
		characters += slice.characters;
	}
	return toChunks(text, slices);
}

function toChunks(text: string, slices: readonly Slice[]): Chunk[] {
	const chunks: Array<{ text: string; from: number; to: number }> = [];
	let characters = 0;
	for (const slice of slices) {
		const last = chunks.at(-1);
		const from = last === undefined ? 0 : characters;
		characters += slice.characters;
		if (!slice.silent) chunks.push({ text: text.slice(slice.start, slice.end), from, to: characters });
		else if (last !== undefined) last.to = characters;
	}
	return chunks;
}

/** Adds a slice; merges it into the previous one if they fit together and one of them is silent. */
function append(slices: Slice[], slice: Slice, maxCharacters: number): void {
	const last = slices.at(-1);
	const characters = (last?.characters ?? 0) + slice.characters;
	if (last !== undefined && (last.silent || slice.silent) && characters <= maxCharacters) {
		last.end = slice.end;
		last.characters = characters;
		last.silent &&= slice.silent;
	} else slices.push(slice);
}

class Cutter {
	private readonly levels: Uint8Array;
	private readonly words: Intl.Segmenter | undefined;

	constructor(
		private readonly text: string,
		private readonly maxCharacters: number,
		locale?: string,
	) {
		this.levels = rankBoundaries(text, maxCharacters, locale);
		if (hasContinuous(text)) this.words = segmenter('word', locale);
	}

	sliceFrom(start: number): Slice {
		const end = this.endOfSlice(start);
		return {
			start,
			end,
			characters: countCharacters(this.text, start, end),
			silent: isSilent(this.text.slice(start, end)),
		};
	}

	private endOfSlice(start: number): number {
		/** The last boundary of each level within the limit. */
		const last = new Array<number>(LEVEL.paragraph + 1).fill(start);
		let half = this.text.length;
		let at = start;
		let characters = 0;
		while (at < this.text.length && characters < this.maxCharacters) {
			at = next(this.text, at);
			characters += 1;
			if (characters * 2 >= this.maxCharacters) half = Math.min(half, at);
			last[this.levels[at] ?? 0] = at;
		}
		if (at === this.text.length) return at;
		return this.best(last, start, half, at) ?? this.nextBoundary(at);
	}

	/** Returns the best boundary within the limit. */
	private best(last: readonly number[], start: number, half: number, limit: number): number | undefined {
		let end = start;
		for (let level: number = LEVEL.paragraph; level >= LEVEL.clause; level -= 1) {
			end = Math.max(end, last[level] ?? start);
			if (end >= half && end > start) return end;
		}
		end = Math.max(end, last[LEVEL.word] ?? start);
		if (this.words !== undefined) {
			end = lastContinuousWord(this.text, this.levels, end, limit, this.words);
		}
		if (end > start) return end;
		end = last[LEVEL.grapheme] ?? start;
		return end > start ? end : undefined;
	}

	/** Returns the end of a grapheme or tag that is longer than the limit. */
	private nextBoundary(from: number): number {
		let at = from + 1;
		while (this.levels[at] === 0) at += 1;
		return at;
	}
}
