import { createHash } from 'node:crypto';

import type { Clock } from './clock';
import { systemClock } from './clock';
import { Gate } from './gate';

/** What has been learnt about an account that was not used for so long is forgotten. */
const FORGET_AFTER_MS = 10 * 60_000;

/** The gates of the accounts that this process uses, by account and kind of request. */
export class Accounts {
	private readonly gates = new Map<string, Gate>();
	private sweptAt: number;

	constructor(private readonly clock: Clock = systemClock) {
		this.sweptAt = clock.now();
	}

	/** How many gates there are. */
	get size(): number {
		return this.gates.size;
	}

	/**
	 * The gate for one kind of request to one account: the same for all who ask. Kinds are apart, so that a
	 * limit on one (tasks) does not hold back another (their status).
	 *
	 * @param account As `accountId` returns it.
	 */
	gate(account: string, kind: string): Gate {
		this.forgetIdle();
		const key = `${account} ${kind}`;
		const gate = this.gates.get(key) ?? new Gate(this.clock);
		this.gates.set(key, gate);
		return gate;
	}

	private forgetIdle(): void {
		const now = this.clock.now();
		if (now - this.sweptAt < FORGET_AFTER_MS / 10) return;
		this.sweptAt = now;
		for (const [key, gate] of this.gates) {
			if (gate.idleMs > FORGET_AFTER_MS) this.gates.delete(key);
		}
	}
}

/** An account, by its base URL and key, in a form that tells neither. */
export function accountId(baseUrl: string, apiKey: string): string {
	return createHash('sha256').update(`${baseUrl}\n${apiKey}`).digest('base64url');
}

/** Shared by all executions in this process. */
export const accounts = new Accounts();
