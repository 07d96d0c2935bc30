/** An admitted request. */
export interface Admission {
	/** Admitted requests are numbered in order. */
	readonly number: number;
	/** Number of requests in flight at that time, including this one. */
	readonly level: number;
}

/** Maximum number of successful rounds before the next higher limit is tried. */
const MAX_ROUNDS = 8;
/** After this many consecutive bursts without a success, the proven level is lowered to the limit. */
const REFUSALS_IN_A_ROW = 3;

/**
 * Learns the number of concurrent requests that a provider accepts. Independent of time, promises and requests.
 *
 * - A burst of refusals lowers the limit once, to the number of accepted requests: if 17 of 20 requests are
 *   refused, 3 were accepted. Refusals of requests that were sent before the first refusal arrived belong to the
 *   same burst.
 * - Up to a level that has worked, the limit rises with each success, so that a single refusal costs little.
 * - Above that level, the limit rises by one after a round (as many successes as the limit). Each refused rise
 *   doubles the number of rounds before the next one, so that a provider with a fixed limit refuses less and less
 *   often. A rise that works resets it.
 * - A limit stated by the provider is never exceeded.
 */
export class AdaptiveLimit {
	/** Maximum number of requests in flight; `Infinity` until the first refusal. */
	private limit = Infinity;
	private active = 0;
	private admitted = 0;
	/** Number of the last request in the current burst. */
	private burstEnd = 0;
	/** Requests of the current burst that were not refused so far. */
	private accepted = 0;
	/** Highest level that has worked. */
	private proven = 0;
	/** Refusals of the proven level since it last worked. */
	private refusedAtProven = 0;
	private refusedInARow = 0;
	private rounds = 1;
	private successes = 0;
	/** Limit stated by the provider. */
	private stated = Infinity;

	get running(): number {
		return this.active;
	}

	get hasRoom(): boolean {
		return this.active < this.limit;
	}

	admit(): Admission {
		this.active += 1;
		this.admitted += 1;
		return { number: this.admitted, level: this.active };
	}

	/** Call when a request ended without telling anything about the limit. */
	end(): void {
		this.active -= 1;
	}

	/** Call when the provider accepted a request. */
	succeed(admission: Admission): void {
		// Requests that were in flight with it may have been refused since.
		const level = Math.min(admission.level, this.active);
		this.active -= 1;
		this.refusedInARow = 0;
		if (level >= this.proven) {
			if (level > this.proven) this.rounds = 1;
			this.proven = level;
			this.refusedAtProven = 0;
		}
		// Below the limit, a success does not confirm the limit.
		if (level < this.limit) return;
		this.successes += 1;
		if (this.limit < this.proven || this.successes >= this.limit * this.rounds) this.raise();
	}

	/**
	 * Call when a request was refused because too many were in flight.
	 *
	 * @param stated Limit stated by the provider, an integer from 1.
	 */
	refuse(admission: Admission, stated?: number): void {
		this.active -= 1;
		if (stated !== undefined) this.stated = stated;
		if (admission.number <= this.burstEnd) this.accepted -= 1;
		else this.beginBurst(admission.level);
		this.limit = Math.max(1, Math.min(this.limit, this.accepted, this.stated));
		if (this.refusedInARow >= REFUSALS_IN_A_ROW) this.proven = Math.min(this.proven, this.limit);
	}

	/**
	 * Raises the limit by one, unless the provider has stated its limit.
	 *
	 * @returns Whether there is room for a request.
	 */
	raise(): boolean {
		if (this.limit < this.stated) {
			this.limit += 1;
			this.successes = 0;
		}
		return this.hasRoom;
	}

	private beginBurst(level: number): void {
		this.burstEnd = this.admitted;
		this.accepted = Math.max(this.active, Math.min(level, this.limit) - 1);
		this.successes = 0;
		this.refusedInARow += 1;
		if (level > this.proven) {
			this.rounds = Math.min(MAX_ROUNDS, this.rounds * 2);
		} else if (level === this.proven) {
			this.refusedAtProven += 1;
			if (this.refusedAtProven < 2) return;
			this.proven -= 1;
			this.refusedAtProven = 0;
		}
	}
}
