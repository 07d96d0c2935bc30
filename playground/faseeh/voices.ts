import type { Account } from '../accounts/account.ts';
import { perAccount } from '../accounts/perAccount.ts';
import { emptyResponse, jsonResponse, type ProviderResponse } from '../http/response.ts';
import type { Call } from '../provider.ts';
import { wavResponse } from './audio.ts';
import { catalogue, type CatalogueVoice, type Voice } from './catalogue.ts';
import { error } from './errors.ts';

/** The cloned voices of an account, the newest first. */
export const ownVoices = perAccount((): CatalogueVoice[] => []);

/** The voices that an account can use, its own first. */
const voicesOf = (account: Account | undefined): CatalogueVoice[] => [...ownVoices(account), ...catalogue];

/** Throws the provider's error if there is no such voice. */
export function findVoice(id: string, account: Account | undefined): CatalogueVoice {
	const found = voicesOf(account).find(({ voice }) => voice.voice_id === id);
	if (!found) throw error('notFound', `Voice ${id} does not exist`);
	return found;
}

/** The contract's `Voice`. */
export function describeVoice(voice: Voice, { account, storage }: Call): Voice & { sample_url: string } {
	const path = `/storage/faseeh/${account?.id ?? ''}/samples/${voice.voice_id}.wav`;
	return { ...voice, sample_url: storage.signedUrl(path, account?.settings.previewLifetimeMs ?? 0) };
}

/** `GET /voices` */
export function listVoices(call: Call): ProviderResponse {
	return jsonResponse(
		200,
		voicesOf(call.account).map(({ voice }) => describeVoice(voice, call)),
	);
}

/** The file behind a `sample_url`. */
export async function storedSample(call: Call): Promise<ProviderResponse> {
	const id = /^samples\/(.+)\.wav$/.exec(call.params['*'] ?? '')?.[1];
	if (id === undefined) return emptyResponse(404);
	const { sample, sound } = findVoice(id, call.account);
	return wavResponse(call, sample, sound);
}
