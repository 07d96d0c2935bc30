import { InputError } from '../http/errors';
import { TextError } from '../text/errors';
import { isSilent } from '../text/silence';
import type { Chunk } from '../text/split';
import { splitText } from '../text/split';

/** A text, and how to split it. */
interface TextToSplit {
	readonly text: string;
	/** Maximum characters of a chunk; `undefined` for one chunk. */
	readonly maxCharacters: number | undefined;
	/** Language of the text (BCP 47). */
	readonly locale: string | undefined;
}

/**
 * The chunks of a text, each with its range. Those without anything to speak are left out: they cost money and
 * produce no audio.
 *
 * @throws {InputError} if there is nothing to speak, or a unit that does not fit into a chunk.
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
 * Rejects a text that no provider can speak, before it is paid for.
 *
 * @throws {InputError}
 */
export function checkSpeakable(text: string): void {
	if (!isSilent(text)) return;
	throw new InputError(
		'Text contains nothing to speak',
		'It consists of punctuation or invisible characters. Enter words, or check the expression that returns the text',
	);
}

function asInputError(error: unknown): unknown {
	if (!(error instanceof TextError)) return error;
	return new InputError(
		error.message,
		'Increase Max Characters per Request in the options, or shorten that sentence',
	);
}
