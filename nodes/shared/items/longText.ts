import { InputError, ProviderError } from '../http/errors';
import { Gate } from '../http/gate';
import { splitText } from '../text/split';
import type { BinaryContext } from './binary';
import type { Join } from './joinStored';
import { joinStored } from './joinStored';
import type { StoredAudio } from './storeAudio';

export interface LongText {
	readonly text: string;
	/** Most characters in one request; `undefined` for the whole text in one. */
	readonly maxCharacters: number | undefined;
	/** Language of the text, which decides where sentences end. */
	readonly locale: string | undefined;
	/** Parts at once, a whole number from 1. */
	readonly concurrency: number;
	/** How parts become one file, one part alone too. Without it, several are joined, and one is left as it is. */
	readonly join?: Join;
}

/** One part of a text as it was spoken. */
export interface SpokenPart {
	readonly stored: StoredAudio;
}

/**
 * Speaks a text of any length: in parts, several at once,
 * joined in order into one file. Each part waits in n8n's binary store until all are there, so that memory
 * does not grow with the length; n8n removes them with the execution.
 *
 * @throws {ProviderError} of the first part that failed; no further part is begun then.
 * @throws {InputError} when there is nothing to speak.
 * @throws {TextError} when a grapheme or tag does not fit into a request; nothing has been sent then.
 */
export async function speakLongText<Part extends SpokenPart>(
	context: BinaryContext,
	{ text, maxCharacters, locale, concurrency, join }: LongText,
	speak: (part: string) => Promise<Part>,
): Promise<{ stored: StoredAudio; parts: readonly Part[] }> {
	const texts = splitText(text, maxCharacters ?? Infinity, locale).map((chunk) => chunk.text);
	if (texts.length === 0) {
		throw new InputError('Text has nothing to speak', 'Enter a text with letters, digits or emoji');
	}
	const [only, ...more] = texts;
	if (only !== undefined && more.length === 0 && join === undefined) {
		const part = await speak(only);
		return { stored: part.stored, parts: [part] };
	}
	const parts = await speakAll(texts, concurrency, speak);
	const files = parts.map(({ stored }) => stored);
	return { stored: await joinStored(context, files, join), parts };
}

async function speakAll<Part>(
	texts: readonly string[],
	concurrency: number,
	speak: (part: string) => Promise<Part>,
): Promise<Part[]> {
	const gate = new Gate(concurrency);
	let failed = false;
	const outcomes = await Promise.allSettled(
		texts.map(
			async (text) =>
				await gate.run(async () => {
					if (failed) throw new Error('Another part has failed');
					return await speak(text).catch((error: unknown) => {
						failed = true;
						throw error;
					});
				}),
		),
	);
	const rejected = outcomes
		.filter((outcome) => outcome.status === 'rejected')
		.map(({ reason }): unknown => reason);
	const parts = outcomes.filter((outcome) => outcome.status === 'fulfilled').map(({ value }) => value);
	const error = rejected.find((reason) => reason instanceof ProviderError) ?? rejected[0];
	if (rejected.length === 0) return parts;
	if (error instanceof ProviderError && parts.length > 0) {
		error.note = `${parts.length} of ${texts.length} parts of the text had been spoken by then, and were probably charged`;
	}
	throw error;
}
