import { joinAudio } from '../audio/join';
import type { AudioLayout, AudioSegment, JoinedAudio } from '../audio/joinSegments';
import { audioFileName, MEDIA_TYPES } from '../audio/naming';
import { AudioError } from '../audio/types';
import { unusableError } from '../http/createErrors';
import type { BinaryContext } from './stored';
import { readStored, storeStream } from './stored';
import type { AudioName, StoredAudio } from './storedAudio';
import { storedAudio } from './storedAudio';

/** A way to make one file of several. */
export type Join = (segments: ReadonlyArray<AudioSegment<AudioLayout>>) => JoinedAudio;

/** A file that is not larger is stored in one go, which costs less than a stream. */
const SMALL_BYTES = 256 * 1024;

/**
 * Makes one file of audio in n8n's binary store. It is streamed from file to file, since what is stored
 * cannot be changed any more; n8n removes the parts with the execution. The result can be joined again.
 *
 * @throws {ProviderError} when the parts do not fit together.
 */
export async function joinStored(
	context: BinaryContext,
	parts: readonly StoredAudio[],
	join: Join = joinAudio,
): Promise<StoredAudio> {
	const segments = parts.map(({ binary, layout }) => ({ layout, read: () => readStored(context, binary) }));
	const [first] = parts;
	if (first === undefined || !segments.every(hasLayout)) {
		throw unusableError('Audio of this kind cannot be joined', 'Choose MP3, WAV or raw audio');
	}
	try {
		const joined = join(segments);
		const name = joined.layout.kind === first.layout?.kind ? first.audio : asWav(first.audio.fileName);
		return await storeJoined(context, joined, name, first.binary.id);
	} catch (error) {
		throw describeJoinFailure(error);
	}
}

/**
 * Stores what was joined.
 *
 * @param storedId ID of anything in n8n's binary store, where that is not in memory.
 * @throws {AudioError} when a segment is not what its layout says.
 */
export async function storeJoined(
	context: BinaryContext,
	{ layout, info, chunks }: JoinedAudio,
	name: AudioName,
	storedId: string | undefined,
): Promise<StoredAudio> {
	const isSmall = info.bytes <= SMALL_BYTES || storedId === undefined;
	const streamTemplate = isSmall ? undefined : await context.helpers.getBinaryStream(storedId);
	try {
		const binary = await storeStream(context, chunks, streamTemplate, name.fileName, name.mimeType);
		return storedAudio(binary, name, info, layout);
	} finally {
		streamTemplate?.destroy();
	}
}

function hasLayout<T extends { layout: AudioLayout | undefined }>(
	segment: T,
): segment is T & { layout: AudioLayout } {
	return segment.layout !== undefined;
}

function asWav(fileName: string): AudioName {
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
