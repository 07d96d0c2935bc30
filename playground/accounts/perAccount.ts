import type { Account } from './account.ts';

/** State that a provider keeps for each account. Without an account, it is always new. */
export function perAccount<State extends object>(
	create: () => State,
): (account: Account | undefined) => State {
	const states = new WeakMap<Account, State>();
	return (account) => {
		const state = (account && states.get(account)) ?? create();
		if (account) states.set(account, state);
		return state;
	};
}
