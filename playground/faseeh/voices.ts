import type { Account } from '../accounts/account.ts';
import { emptyAnswer, jsonAnswer, type Answer } from '../http/answer.ts';
import type { Call } from '../provider.ts';
import { spokenWav } from './audio.ts';
import { catalogue, type CatalogueVoice, type Voice } from './catalogue.ts';
import { error } from './errors.ts';

const cloned = new WeakMap<Account, CatalogueVoice[]>();

/** The voices an account has cloned, the newest first. The list is the account's own: changes stay. */
export function ownVoices(account: Account | undefined): CatalogueVoice[] {
	if (!account) return [];
	const voices = cloned.get(account) ?? [];
	cloned.set(account, voices);
	return voices;
}

/** The voices an account can use, its own first. */
const voicesOf = (account: Account | undefined): CatalogueVoice[] => [...ownVoices(account), ...catalogue];

/** A voice the account can use. Throws the error of the API for an unknown one, which it does not document. */
export function findVoice(id: string, account: Account | undefined): CatalogueVoice {
	const found = voicesOf(account).find(({ voice }) => voice.voice_id === id);
	if (!found) throw error('notFound', `Voice ${id} does not exist`);
	return found;
}

/** `Voice` of the contract. */
export function shown(voice: Voice, { account, storage }: Call): Voice & { sample_url: string } {
	const path = `/storage/faseeh/${account?.id ?? ''}/samples/${voice.voice_id}.wav`;
	return { ...voice, sample_url: storage.signedUrl(path, account?.settings.previewLifetimeMs ?? 0) };
}

/** `GET /voices` */
export function listVoices(call: Call): Answer {
	return jsonAnswer(
		200,
		voicesOf(call.account).map(({ voice }) => shown(voice, call)),
	);
}

/** The file behind a `sample_url`. */
export async function storedSample(call: Call): Promise<Answer> {
	const id = /^samples\/(.+)\.wav$/.exec(call.params['*'] ?? '')?.[1];
	if (id === undefined) return emptyAnswer(404);
	const { sample, sound } = findVoice(id, call.account);
	return spokenWav(call, sample, sound);
}
