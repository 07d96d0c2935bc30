import type { ProviderError } from '../http/errors';
import type { StoredAudio } from './storedAudio';

/**
 * Audio that ended early: the connection was lost, the quota ran out, or the file is truncated. The audio received
 * so far was probably charged, so it is kept.
 */
export class IncompleteAudioError extends Error {
	override readonly name = 'IncompleteAudioError';

	/**
	 * @param cause Why it ended.
	 * @param stored A valid file with the complete frames or samples received.
	 */
	constructor(
		override readonly cause: ProviderError,
		readonly stored: StoredAudio,
	) {
		super(cause.message, { cause });
	}
}
