import type { AudioLayout } from '../audio/join';
import { joinAudio } from '../audio/join';
import { AudioError } from '../audio/types';
import { ProviderError } from '../http/errors';
import { unusableError } from '../http/failures';
import { Gate } from '../http/gate';
import { isSilent, splitText } from '../text/split';
import type { BinaryContext } from './binary';
import { readStored, storeStream } from './binary';
import type { StoredAudio } from './storeAudio';

export interface LongText {
	readonly text: string;
	/** Most characters in one request; `undefined` for the whole text in one. */
	readonly maxCharacters: number | undefined;
	/** Language of the text, which decides where sentences end. */
	readonly locale: string | undefined;
	/** Parts at once, a whole number from 1. */
	readonly concurrency: number;
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
 */
export async function speakLongText<Part extends SpokenPart>(
	context: BinaryContext,
	{ text, maxCharacters, locale, concurrency }: LongText,
	speak: (part: string) => Promise<Part>,
): Promise<{ stored: StoredAudio; parts: readonly Part[] }> {
	const pieces = maxCharacters === undefined ? [text] : splitText(text, maxCharacters, locale);
	// A piece without anything to speak costs money and yields no audio.
	const spoken = pieces.filter((piece) => !isSilent(piece));
	const texts = spoken.length === 0 ? [text] : spoken;
	const [only, ...more] = texts;
	if (only !== undefined && more.length === 0) {
		const part = await speak(only);
		return { stored: part.stored, parts: [part] };
	}
	const parts = await speakAll(texts, concurrency, speak);
	return { stored: await joinStored(context, parts), parts };
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

async function joinStored(context: BinaryContext, parts: readonly SpokenPart[]): Promise<StoredAudio> {
	const pieces = parts.map(({ stored: { binary, layout } }) => ({
		layout,
		read: () => readStored(context, binary),
	}));
	const first = parts[0]?.stored;
	if (first === undefined || !pieces.every(hasLayout)) {
		throw unusableError('Audio of this kind cannot be joined', 'Choose MP3, WAV or raw audio');
	}
	try {
		const { info, chunks } = joinAudio(pieces);
		const { fileName, mimeType } = first.audio;
		const like =
			first.binary.id === undefined ? undefined : await context.helpers.getBinaryStream(first.binary.id);
		const binary = await storeStream(context, chunks, like, fileName, mimeType).finally(() =>
			like?.destroy(),
		);
		return { binary, audio: { mimeType, fileName, ...info } };
	} catch (error) {
		throw describeJoinFailure(error);
	}
}

function hasLayout<T extends { layout: AudioLayout | undefined }>(
	piece: T,
): piece is T & { layout: AudioLayout } {
	return piece.layout !== undefined;
}

function describeJoinFailure(error: unknown): unknown {
	if (!(error instanceof AudioError)) return error;
	return unusableError(
		'The parts of the text came back as audio that does not fit together',
		'Switch off Split Long Text in the options, or choose another container',
		error.message,
	);
}
