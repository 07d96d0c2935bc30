import type { Account } from '../accounts/account.ts';
import type { CatalogueVoice } from './catalogue.ts';

const cloned = new WeakMap<Account, CatalogueVoice[]>();

/** The voices an account has cloned, the newest first. The list is the account's own: changes stay. */
export function ownVoices(account: Account | undefined): CatalogueVoice[] {
	if (!account) return [];
	const voices = cloned.get(account) ?? [];
	cloned.set(account, voices);
	return voices;
}
