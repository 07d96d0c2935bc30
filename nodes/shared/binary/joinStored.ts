import { joinAudio } from '../audio/join';
import type { AudioLayout, AudioSegment, JoinedAudio } from '../audio/joinSegments';
import { audioFileName, MEDIA_TYPES } from '../audio/naming';
import { AudioError } from '../audio/types';
import { unusableError } from '../http/createErrors';
import type { BinaryContext } from './stored';
import { readStored, storeStream } from './stored';
import type { AudioName, StoredAudio } from './storedAudio';
import { storedAudio } from './storedAudio';

export type Join = (segments: ReadonlyArray<AudioSegment<AudioLayout>>) => JoinedAudio;

/** Files up to this size are stored without a stream, which is faster. */
const SMALL_BYTES = 256 * 1024;

/**
 * Joins stored audio into a new file. n8n deletes the segments with the execution. The result can be joined again.
 *
 * @throws {ProviderError} if the segments cannot be joined.
 */
export async function joinStored(
	context: BinaryContext,
	files: readonly StoredAudio[],
	join: Join = joinAudio,
): Promise<StoredAudio> {
	const segments = files.map(({ binary, layout }) => ({ layout, read: () => readStored(context, binary) }));
	const [first] = files;
	if (first === undefined || !segments.every(hasLayout)) {
		throw unusableError('Audio of this format cannot be joined', 'Choose MP3, WAV or raw audio');
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
 * Stores joined audio.
 *
 * @param storedId ID of any stored file, `undefined` if n8n keeps binary data in memory.
 * @throws {AudioError} if a segment does not match its layout.
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
			'Choose another output format, or split the text into several items',
			error.message,
		);
	}
	return unusableError(
		'The audio of the text chunks cannot be joined',
		'Turn off Split Long Text in the options, or choose another output format',
		error.message,
	);
}
