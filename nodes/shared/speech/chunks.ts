import { InputError } from '../http/errors';
import type { CharacterRange } from '../items/ledger';
import { countCharacters, isSilent, splitText } from '../text/split';

/** A part of a text that is synthesized with one request. */
export interface TextChunk extends CharacterRange {
	readonly text: string;
}

/**
 * The chunks of a text. Those with nothing to speak are left out: they cost money and yield no audio.
 *
 * @param maxCharacters Most characters of a chunk; `undefined` for the whole text in one.
 * @param locale Language of the text (BCP 47).
 * @throws {InputError} when there is nothing to speak.
 */
export function chunksOf({
	text,
	maxCharacters,
	locale,
}: {
	readonly text: string;
	readonly maxCharacters: number | undefined;
	readonly locale: string | undefined;
}): TextChunk[] {
	if (isSilent(text)) {
		throw new InputError(
			'Text has nothing to speak',
			'It consists of punctuation or invisible characters. Enter some words, or check the expression that returns it',
		);
	}
	const pieces = maxCharacters === undefined ? [text] : splitText(text, maxCharacters, locale);
	let from = 0;
	const chunks = pieces.map((piece) => {
		const to = from + countCharacters(piece);
		const chunk = { text: piece, from, to };
		from = to;
		return chunk;
	});
	return chunks.filter((chunk) => !isSilent(chunk.text));
}
