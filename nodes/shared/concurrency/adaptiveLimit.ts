/** One request that was let in. */
export interface Admission {
	/** Requests are numbered in the order in which they were let in. */
	readonly number: number;
	/** How many were running then, this one included. */
	readonly level: number;
}

/** After so many successful rounds at most the next higher limit is tried. */
const MAX_ROUNDS = 8;
/** So many refusals in a row, with no success between them, are no accident. */
const REFUSALS_IN_A_ROW = 3;

/**
 * Learns how many requests a provider accepts at a time, from what it accepts and refuses. Knows nothing of
 * time, promises or requests.
 *
 * - A burst of refusals lowers the limit once, to what was accepted of the burst: of 20 requests of which
 *   17 are refused, 3 were accepted. Refusals of requests that were sent before the first refusal arrived
 *   belong to the same burst.
 * - Up to a level that has worked, the limit rises with each success, so that a single refusal costs little.
 * - Beyond it, the limit rises by one after a round (as many successes as the limit). Each rise that is
 *   refused doubles the rounds until the next one, so that a provider with a fixed limit refuses ever more
 *   rarely. A rise that works resets them.
 * - A limit that the provider names is never exceeded.
 */
export class AdaptiveLimit {
	/** Requests that may run at a time; `Infinity` until the first refusal. */
	private limit = Infinity;
	private active = 0;
	private admitted = 0;
	/** Number of the last request that belongs to the current burst. */
	private burstEnd = 0;
	/** How many of the current burst were not refused, as far as is known. */
	private accepted = 0;
	/** The highest level that has worked, and how often it was refused since it last did. */
	private proven = 0;
	private refusedAtProven = 0;
	private refusedInARow = 0;
	private rounds = 1;
	private successes = 0;
	/** The provider's own statement. */
	private stated = Infinity;

	get current(): number {
		return this.limit;
	}

	get running(): number {
		return this.active;
	}

	get hasRoom(): boolean {
		return this.active < this.limit;
	}

	/** A request is let in. */
	admit(): Admission {
		this.active += 1;
		this.admitted += 1;
		return { number: this.admitted, level: this.active };
	}

	/** A request has ended in a way that says nothing about the limit. */
	end(): void {
		this.active -= 1;
	}

	/** A request was accepted. */
	succeed(admission: Admission): void {
		// Of a burst, some that ran beside it when it was let in have been refused since.
		const level = Math.min(admission.level, this.active);
		this.active -= 1;
		this.refusedInARow = 0;
		if (level >= this.proven) {
			if (level > this.proven) this.rounds = 1;
			this.proven = level;
			this.refusedAtProven = 0;
		}
		// A limit that is not reached is not tested either.
		if (level < this.limit) return;
		this.successes += 1;
		if (this.limit < this.proven || this.successes >= this.limit * this.rounds) this.raise();
	}

	/**
	 * A request was refused because too many were running.
	 *
	 * @param stated The limit that the provider named, a whole number from 1.
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
	 * Tries one more than now.
	 *
	 * @returns Whether there is room then: not if the provider has named its limit.
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
