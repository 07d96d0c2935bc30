import { InputError } from '../http/errors';
import { TextError } from '../text/errors';
import type { Chunk } from '../text/split';
import { isSilent, splitText } from '../text/split';

/** A text, and how it is to be split. */
interface TextToSplit {
	readonly text: string;
	/** Most characters of a chunk; `undefined` for the whole text in one. */
	readonly maxCharacters: number | undefined;
	/** Language of the text (BCP 47). */
	readonly locale: string | undefined;
}

/**
 * The chunks of a text, each with its range. Parts with nothing to speak are left out: they cost money and
 * yield no audio.
 *
 * @throws {InputError} when there is nothing to speak, or something that does not fit into a chunk.
 */
export function chunksOf({ text, maxCharacters = Infinity, locale }: TextToSplit): Chunk[] {
	checkSpeakable(text);
	try {
		return splitText(text, maxCharacters, locale);
	} catch (error) {
		throw asInputError(error);
	}
}

/**
 * Refuses a text that no provider can speak, before it is paid for.
 *
 * @throws {InputError}
 */
export function checkSpeakable(text: string): void {
	if (!isSilent(text)) return;
	throw new InputError(
		'Text has nothing to speak',
		'It consists of punctuation or invisible characters. Enter some words, or check the expression that returns it',
	);
}

function asInputError(error: unknown): unknown {
	if (!(error instanceof TextError)) return error;
	return new InputError(
		error.message,
		'Raise Max Characters per Request in the options, or shorten that part of the text',
	);
}
