import type { ProviderError } from '../http/errors';
import type { StoredAudio } from './storedAudio';

/**
 * Audio that ended early: the connection was lost, the quota ran out, or the file is cut short. What came
 * until then was probably paid for, and is kept.
 */
export class IncompleteAudioError extends Error {
	override readonly name = 'IncompleteAudioError';

	/**
	 * @param cause Why it ended.
	 * @param stored A valid file of the whole frames or samples that came.
	 */
	constructor(
		override readonly cause: ProviderError,
		readonly stored: StoredAudio,
	) {
		super(cause.message, { cause });
	}
}
