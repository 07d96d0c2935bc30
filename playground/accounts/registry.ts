import { randomBytes, randomUUID } from 'node:crypto';

import { Account } from './account.ts';
import type { AccountSettings } from './settings.ts';

/** Key of the account that always exists, to try things by hand. */
const DEMO_KEY = 'playground-demo-key';

/** All accounts of one server. */
export class Accounts {
	readonly #byId = new Map<string, Account>();
	readonly #byKey = new Map<string, Account>();

	constructor() {
		this.#add(new Account('demo', DEMO_KEY, { maxConcurrent: 20 }));
	}

	create(settings: Partial<AccountSettings> = {}): Account {
		// AsyncFlow's real keys begin with sk_.
		return this.#add(new Account(randomUUID(), `sk_${randomBytes(24).toString('hex')}`, settings));
	}

	byId(id: string): Account | undefined {
		return this.#byId.get(id);
	}

	byKey(key: string | undefined): Account | undefined {
		return key === undefined ? undefined : this.#byKey.get(key);
	}

	#add(account: Account): Account {
		this.#byId.set(account.id, account);
		this.#byKey.set(account.apiKey, account);
		return account;
	}
}
