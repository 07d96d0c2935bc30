import { FaultQueue } from '../faults/queue.ts';
import { createDefaults, type AccountSettings } from './settings.ts';
import type { DeliveryEntry, JournalEntry, Usage } from './types.ts';

/** To the millionth, so that sums have no binary noise. */
export const roundDollars = (dollars: number): number => Math.round(dollars * 1e6) / 1e6;

/** The oldest entries are dropped, so that a long session does not fill the memory. */
const JOURNAL_LENGTH = 5000;

/** A customer of the simulated providers. Accounts share nothing. */
export class Account {
	readonly id: string;
	readonly apiKey: string;
	readonly faults = new FaultQueue();
	readonly journal: JournalEntry[] = [];
	readonly deliveries: DeliveryEntry[] = [];
	readonly usage: Usage = {
		requests: 0,
		refused: 0,
		characters: 0,
		charges: 0,
		maxInFlight: 0,
		maxProcessing: 0,
	};
	settings = createDefaults();
	#entries = 0;
	#inFlight = 0;
	#processing = 0;
	#admitted: number[] = [];
	#turns = 0;

	constructor(id: string, apiKey: string, settings: Partial<AccountSettings> = {}) {
		this.id = id;
		this.apiKey = apiKey;
		this.update(settings);
	}

	update(settings: Partial<AccountSettings>): void {
		this.settings = { ...this.settings, ...settings };
		if (settings.chaos !== undefined) this.faults.setChaos(settings.chaos);
	}

	/** Adds a request to the journal. The entry is completed while the request runs. */
	record(entry: Omit<JournalEntry, 'id'>): JournalEntry {
		const recorded = { id: ++this.#entries, ...entry };
		this.journal.push(recorded);
		if (this.journal.length > JOURNAL_LENGTH) this.journal.shift();
		this.usage.requests++;
		return recorded;
	}

	/** Adds an attempt to deliver a notification. The entry is completed when it has ended. */
	recordDelivery(entry: Omit<DeliveryEntry, 'id'>): DeliveryEntry {
		const recorded = { id: (this.deliveries.at(-1)?.id ?? 0) + 1, ...entry };
		this.deliveries.push(recorded);
		if (this.deliveries.length > JOURNAL_LENGTH) this.deliveries.shift();
		return recorded;
	}

	/** Counts a request as in flight until the returned function is called. */
	beginRequest(): () => void {
		this.usage.maxInFlight = Math.max(this.usage.maxInFlight, ++this.#inFlight);
		let inside = true;
		return () => {
			if (inside) this.#inFlight--;
			inside = false;
		};
	}

	/** Returns a function that frees the slot; undefined if there is none. */
	acquireSlot(): (() => void) | undefined {
		const { maxConcurrent } = this.settings;
		if (maxConcurrent !== null && this.#processing >= maxConcurrent) return undefined;
		this.usage.maxProcessing = Math.max(this.usage.maxProcessing, ++this.#processing);
		let occupied = true;
		return () => {
			if (occupied) this.#processing--;
			occupied = false;
		};
	}

	/** Requests that have a slot. */
	get processing(): number {
		return this.#processing;
	}

	/** Counts a request. Returns whether `refuseEvery` rejects it. */
	isNthRequest(): boolean {
		const { refuseEvery } = this.settings;
		return refuseEvery !== null && ++this.#turns % refuseEvery === 0;
	}

	/** Counts a request in the rate window. If it is full, returns the milliseconds until it has room. */
	admit(now: number): number | undefined {
		const { requestsPerMinute, rateWindowMs } = this.settings;
		this.#admitted = this.#admitted.filter((time) => time > now - rateWindowMs);
		if (requestsPerMinute !== null && this.#admitted.length >= requestsPerMinute) {
			return (this.#admitted[0] ?? now) + rateWindowMs - now;
		}
		this.#admitted.push(now);
		return undefined;
	}

	/**
	 * Charges characters to a request. Returns false and charges nothing if the quota does not allow it.
	 *
	 * @param dollars price, paid from the wallet
	 */
	charge(entry: JournalEntry, characters: number, dollars = 0): boolean {
		if (characters > this.charactersLeft()) return false;
		// A WebSocket is charged chunk by chunk, but is one request.
		if (entry.charged === 0) this.usage.charges++;
		this.usage.characters += characters;
		entry.charged += characters;
		this.#pay(entry, dollars);
		return true;
	}

	charactersLeft(): number {
		return Math.max(0, (this.settings.characterQuota ?? Infinity) - this.usage.characters);
	}

	refund(entry: JournalEntry): void {
		if (entry.charged === 0) return;
		this.#pay(entry, -entry.paid);
		this.usage.characters -= entry.charged;
		this.usage.charges--;
		entry.charged = 0;
	}

	/** @param dollars negative for a refund */
	#pay(entry: JournalEntry, dollars: number): void {
		entry.paid = roundDollars(entry.paid + dollars);
		const { walletBalance } = this.settings;
		if (walletBalance !== null) this.settings.walletBalance = roundDollars(walletBalance - dollars);
	}
}
