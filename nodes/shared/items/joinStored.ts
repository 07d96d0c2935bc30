import type { AudioLayout, AudioPiece, JoinedAudio } from '../audio/join';
import { joinAudio } from '../audio/join';
import { audioFileName, MEDIA_TYPES } from '../audio/naming';
import { AudioError } from '../audio/types';
import { unusableError } from '../http/failures';
import type { BinaryContext } from './binary';
import { readStored, storeStream } from './binary';
import type { StoredAudio } from './storeAudio';

/** A way to make one file of several. */
export type Join = (pieces: ReadonlyArray<AudioPiece<AudioLayout>>) => JoinedAudio;

/**
 * Makes one file of audio in n8n's binary store. It is streamed from file to file, since what is stored
 * cannot be changed any more; n8n removes the parts with the execution.
 *
 * @throws {ProviderError} when the parts do not fit together.
 */
export async function joinStored(
	context: BinaryContext,
	parts: readonly StoredAudio[],
	join: Join = joinAudio,
): Promise<StoredAudio> {
	const pieces = parts.map(({ binary, layout }) => ({ layout, read: () => readStored(context, binary) }));
	const [first] = parts;
	if (first === undefined || !pieces.every(hasLayout)) {
		throw unusableError('Audio of this kind cannot be joined', 'Choose MP3, WAV or raw audio');
	}
	try {
		const { kind, info, chunks } = join(pieces);
		const { fileName, mimeType } = kind === first.layout?.kind ? first.audio : asWav(first.audio.fileName);
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

function asWav(fileName: string): { fileName: string; mimeType: string } {
	const { mimeType, extension } = MEDIA_TYPES.wav;
	return { fileName: audioFileName(fileName, extension), mimeType };
}

function describeJoinFailure(error: unknown): unknown {
	if (!(error instanceof AudioError)) return error;
	if (error.reason === 'tooLong') {
		return unusableError(
			'The audio is too long for one WAV file',
			'Choose another container, or speak the text in several items',
			error.message,
		);
	}
	return unusableError(
		'The parts of the text came back as audio that does not fit together',
		'Switch off Split Long Text in the options, or choose another container',
		error.message,
	);
}
