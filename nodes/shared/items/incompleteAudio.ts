import { ProviderError } from '../http/errors';
import type { StoredAudio } from './storedAudio';

/**
 * Audio that ended early: the connection was lost, the quota ran out, or the file is cut short. What came
 * until then was probably paid for, and is kept. It describes itself as its cause does.
 */
export class IncompleteAudioError extends ProviderError {
	/**
	 * @param cause Why it ended.
	 * @param stored A valid file of the whole frames or samples that came.
	 */
	constructor(
		override readonly cause: ProviderError,
		readonly stored: StoredAudio,
	) {
		const { kind, message: title, nextStep, status, code, providerMessage: message, retryAfterMs } = cause;
		super({ kind, title, nextStep, status, code, message, retryAfterMs });
		this.name = 'IncompleteAudioError';
		this.note = cause.note;
		this.details = cause.details;
	}
}
