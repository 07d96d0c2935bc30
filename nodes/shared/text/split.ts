import { lastContinuousWord, LEVEL, rankBoundaries } from './boundaries';
import { countCharacters, hasContinuous, next, segmenter } from './characters';
import { TextError } from './errors';
import { isSilent } from './silence';

export { countCharacters } from './characters';
export { TextError } from './errors';
export { isSilent } from './silence';

/** What is spoken in one request, and which part of the text that settles. */
export interface Chunk {
	/** What to send. */
	readonly text: string;
	/**
	 * Code points of the whole text before this chunk (`from`) and before its end (`to`). Chunks follow one
	 * another without gaps: the range includes what is left out next to `text`, as there is nothing to speak.
	 */
	readonly from: number;
	readonly to: number;
}

interface Segment {
	start: number;
	end: number;
	/** Code points. */
	characters: number;
	silent: boolean;
}

/**
 * Splits a text into chunks of at most `maxCharacters` code points.
 *
 * A chunk is filled as far as it goes, but ends earlier, if it is at least half full then, at the end of a
 * paragraph, else of a line, else of a sentence, else of a clause; failing that at the end of a word, and
 * only where a word alone is longer than a chunk, inside it. Graphemes (UAX #29) and the tags `<break>`,
 * `<phonemes>` and `<digits>` are never split; numbers, other tags and whole elements such as
 * `<digits>…</digits>` only if they are longer than the limit. White space belongs to the chunk before it,
 * unless it has no room there. What is between two boundaries and has nothing to speak (`isSilent`) is joined
 * to a neighbour that has room and left out otherwise, as it would be charged and yield no audio; apart from
 * that, the chunks join to exactly the same text.
 *
 * Takes time and memory in proportion to the length of the text.
 *
 * @param maxCharacters 1 or more; `Infinity` for one chunk.
 * @param locale BCP 47 language tag; helps with abbreviations and ordinal numbers. One that is not known
 *   does no harm.
 * @returns No chunks for a text with nothing to speak.
 * @throws {TextError} when a grapheme or tag that is to be spoken is longer than `maxCharacters`.
 * @throws {RangeError} when `maxCharacters` is less than 1.
 */
export function splitText(text: string, maxCharacters: number, locale?: string): Chunk[] {
	if (!(maxCharacters >= 1)) throw new RangeError('A chunk must have room for at least one character');
	if (isSilent(text)) return [];
	const length = countCharacters(text);
	if (length <= maxCharacters) return [{ text, from: 0, to: length }];

	const max = Math.floor(maxCharacters);
	const cutter = new Cutter(text, max, locale);
	const segments: Segment[] = [];
	for (let start = 0, characters = 0; start < text.length;) {
		const segment = cutter.segmentFrom(start);
		if (segment.characters > max && !segment.silent) throw new TextError(characters, segment.characters, max);
		append(segments, segment, max);
		start = segment.end;
		characters += segment.characters;
	}
	return toChunks(text, segments);
}

function toChunks(text: string, segments: readonly Segment[]): Chunk[] {
	const chunks: Array<{ text: string; from: number; to: number }> = [];
	let characters = 0;
	for (const segment of segments) {
		const last = chunks.at(-1);
		const from = last === undefined ? 0 : characters;
		characters += segment.characters;
		if (!segment.silent) chunks.push({ text: text.slice(segment.start, segment.end), from, to: characters });
		else if (last !== undefined) last.to = characters;
	}
	return chunks;
}

/** Adds a segment; joins it to the one before it if that fits and one of them has nothing to speak. */
function append(segments: Segment[], segment: Segment, maxCharacters: number): void {
	const last = segments.at(-1);
	const characters = (last?.characters ?? 0) + segment.characters;
	if (last !== undefined && (last.silent || segment.silent) && characters <= maxCharacters) {
		last.end = segment.end;
		last.characters = characters;
		last.silent &&= segment.silent;
	} else segments.push(segment);
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

	/** The segment that begins at this offset. */
	segmentFrom(start: number): Segment {
		const end = this.endOfSegment(start);
		return {
			start,
			end,
			characters: countCharacters(this.text, start, end),
			silent: isSilent(this.text.slice(start, end)),
		};
	}

	private endOfSegment(start: number): number {
		/** The last boundary of each level within reach. */
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

	/** The best boundary within reach, if there is one. */
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

	/** The end of a grapheme or tag that is longer than a segment. */
	private nextBoundary(from: number): number {
		let at = from + 1;
		while (this.levels[at] === 0) at += 1;
		return at;
	}
}
