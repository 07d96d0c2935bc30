import { lastContinuousWord, LEVEL, rankBoundaries } from './boundaries';
import { countCharacters, hasContinuous, isSilent, next, segmenter } from './characters';

export { countCharacters, isSilent } from './characters';

interface Piece {
	start: number;
	end: number;
	/** Code points. */
	characters: number;
	silent: boolean;
}

/**
 * Parts a text into pieces of at most `maxCharacters` code points that join to exactly the same text.
 *
 * A piece is filled as far as it goes, but ends earlier, if it is at least half full then, at the end of a
 * paragraph, else of a line, else of a sentence, else of a clause; failing that at the end of a word, and
 * only where a word alone is longer than a piece, inside it. Graphemes (UAX #29) are never parted: one that
 * is longer than the limit is a piece of its own. Numbers and SSML tags are parted only if they are longer
 * than the limit. White space belongs to the piece before it, unless it has no room there. Pieces with
 * nothing to say in them (`isSilent`) are joined to a neighbour that has room.
 *
 * Takes time and memory in proportion to the length of the text.
 *
 * @param maxCharacters 1 or more; `Infinity` for one piece.
 * @param locale BCP 47 language tag; helps with abbreviations and ordinal numbers. One that is not known
 *   does no harm.
 * @returns No pieces for an empty text.
 */
export function splitText(text: string, maxCharacters: number, locale?: string): string[] {
	if (!(maxCharacters >= 1)) throw new RangeError('A piece must have room for at least one character');
	if (text === '') return [];
	if (countCharacters(text) <= maxCharacters) return [text];

	const cutter = new Cutter(text, Math.floor(maxCharacters), locale);
	const pieces: Piece[] = [];
	for (let start = 0; start < text.length;) {
		const piece = cutter.pieceFrom(start);
		append(pieces, piece, maxCharacters);
		start = piece.end;
	}
	return pieces.map(({ start, end }) => text.slice(start, end));
}

function append(pieces: Piece[], piece: Piece, maxCharacters: number): void {
	const last = pieces.at(-1);
	const characters = (last?.characters ?? 0) + piece.characters;
	if (last !== undefined && (last.silent || piece.silent) && characters <= maxCharacters) {
		last.end = piece.end;
		last.characters = characters;
		last.silent &&= piece.silent;
	} else pieces.push(piece);
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

	/** The piece that begins at this offset. */
	pieceFrom(start: number): Piece {
		const end = this.endOfPiece(start);
		return {
			start,
			end,
			characters: countCharacters(this.text, start, end),
			silent: isSilent(this.text.slice(start, end)),
		};
	}

	private endOfPiece(start: number): number {
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

	/** The end of a grapheme that is longer than a piece. */
	private nextBoundary(from: number): number {
		let at = from + 1;
		while (this.levels[at] === 0) at += 1;
		return at;
	}
}
