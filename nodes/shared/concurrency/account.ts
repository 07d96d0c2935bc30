import { createHash } from 'node:crypto';

import type { Clock } from './clock';
import { systemClock } from './clock';
import { Gate } from './gate';

/** The limit of an account that was idle for this long is forgotten. */
const FORGET_AFTER_MS = 10 * 60_000;

/** The gates of this process, by account and kind of request. */
export class Accounts {
	private readonly gates = new Map<string, Gate>();
	private sweptAt: number;

	constructor(private readonly clock: Clock = systemClock) {
		this.sweptAt = clock.now();
	}

	get size(): number {
		return this.gates.size;
	}

	/**
	 * Returns the gate for one kind of request to one account. Each kind has its own gate, so that a limit on one
	 * (tasks) does not delay another (their status).
	 *
	 * @param account See `accountId`.
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

/** Identifies an account by its base URL and key without revealing them. */
export function accountId(baseUrl: string, apiKey: string): string {
	return createHash('sha256').update(`${baseUrl}\n${apiKey}`).digest('base64url');
}

/** Shared by all executions in this process. */
export const accounts = new Accounts();
