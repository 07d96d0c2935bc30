import { FaultQueue } from '../faults/queue.ts';
import { createDefaults, type AccountSettings } from './settings.ts';
import type { DeliveryEntry, JournalEntry, Usage } from './types.ts';

/** Sums of dollars without the noise of binary fractions, to the millionth. */
export const exact = (dollars: number): number => Math.round(dollars * 1e6) / 1e6;

/** Oldest entries are dropped, so that a long session does not fill the memory. */
const JOURNAL_LENGTH = 5000;

/** One customer of the simulated providers: nothing here is shared with another one. */
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

	/** Writes a request down. The entry is completed while the request runs. */
	record(entry: Omit<JournalEntry, 'id'>): JournalEntry {
		const recorded = { id: ++this.#entries, ...entry };
		this.journal.push(recorded);
		if (this.journal.length > JOURNAL_LENGTH) this.journal.shift();
		this.usage.requests++;
		return recorded;
	}

	/** Writes an attempt to deliver a notification down. The entry is completed when it has been answered. */
	recordDelivery(entry: Omit<DeliveryEntry, 'id'>): DeliveryEntry {
		const recorded = { id: (this.deliveries.at(-1)?.id ?? 0) + 1, ...entry };
		this.deliveries.push(recorded);
		if (this.deliveries.length > JOURNAL_LENGTH) this.deliveries.shift();
		return recorded;
	}

	/** Counts a request as unanswered. The returned function ends that, once. */
	enter(): () => void {
		this.usage.maxInFlight = Math.max(this.usage.maxInFlight, ++this.#inFlight);
		let inside = true;
		return () => {
			if (inside) this.#inFlight--;
			inside = false;
		};
	}

	/** Takes one of the concurrency slots; undefined when all are taken. The returned function frees it, once. */
	occupySlot(): (() => void) | undefined {
		const { maxConcurrent } = this.settings;
		if (maxConcurrent !== null && this.#processing >= maxConcurrent) return undefined;
		this.usage.maxProcessing = Math.max(this.usage.maxProcessing, ++this.#processing);
		let occupied = true;
		return () => {
			if (occupied) this.#processing--;
			occupied = false;
		};
	}

	/** Requests that have a concurrency slot now. */
	get processing(): number {
		return this.#processing;
	}

	/** Counts a request, and tells whether it is the one in `refuseEvery` that is refused. */
	isRefusedByTurn(): boolean {
		const { refuseEvery } = this.settings;
		return refuseEvery !== null && ++this.#turns % refuseEvery === 0;
	}

	/** Admits a request under the rate limit; otherwise the milliseconds until there is room again. */
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
	 * Charges characters to a request; false, and nothing charged, when the quota does not allow it.
	 *
	 * @param dollars taken from the wallet for them
	 */
	charge(entry: JournalEntry, characters: number, dollars = 0): boolean {
		if (characters > this.charactersLeft()) return false;
		// A WebSocket is charged for every piece it speaks, and is still one request.
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

	/** @param dollars from the wallet to the request; negative: back */
	#pay(entry: JournalEntry, dollars: number): void {
		entry.paid = exact(entry.paid + dollars);
		const { walletBalance } = this.settings;
		if (walletBalance !== null) this.settings.walletBalance = exact(walletBalance - dollars);
	}
}
