import { settle } from '../concurrency/settle';
import type { AudioSource } from '../http/body';
import type { Call } from '../http/types';
import { IncompleteAudioError } from './incompleteAudio';
import type { AudioFileOptions } from './storeAudio';
import { storeAudio } from './storeAudio';
import type { BinaryContext } from './stored';
import type { StoredAudio } from './storedAudio';

/**
 * Stores audio like `storeAudio`. Incomplete audio is passed to `keep`, then the provider's error is thrown, which
 * decides whether to retry the request.
 *
 * @throws {ProviderError}
 */
export async function storeWhole(
	context: BinaryContext,
	call: Call,
	source: AudioSource,
	file: AudioFileOptions,
	keep: (incomplete: StoredAudio) => void = () => undefined,
): Promise<StoredAudio> {
	const outcome = await settle(storeAudio(context, call, source, file));
	if (outcome.status === 'fulfilled') return outcome.value;
	const reason: unknown = outcome.reason;
	if (!(reason instanceof IncompleteAudioError)) throw reason;
	keep(reason.stored);
	throw reason.cause;
}
