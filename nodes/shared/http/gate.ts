/**
 * Lets at most so many tasks run at once, first come first served, and adapts: fewer after the provider
 * said there were too many, slowly more again while all goes well (additive increase, multiplicative
 * decrease, as TCP does it: RFC 5681 section 3.1).
 */
export class Gate {
	private limit: number;
	private active = 0;
	private readonly waiting: Array<() => void> = [];
	private pausedUntil = 0;

	/** @param max Most tasks at once, a whole number from 1. */
	constructor(readonly max: number) {
		this.limit = max;
	}

	/** How many tasks may run at once just now. */
	get current(): number {
		return Math.floor(this.limit);
	}

	/** How long to hold back what has not been sent yet, in milliseconds. */
	get pause(): number {
		return Math.max(0, this.pausedUntil - Date.now());
	}

	async run<T>(task: () => Promise<T>): Promise<T> {
		await this.enter();
		try {
			return await task();
		} finally {
			this.active -= 1;
			this.admit();
		}
	}

	/** The provider said that too many were running. */
	slowDown(): void {
		this.limit = Math.max(1, Math.min(this.limit, this.active) / 2);
	}

	/** The provider said when to come back, in so many milliseconds: that holds for everything that waits. */
	pauseFor(milliseconds: number): void {
		this.pausedUntil = Math.max(this.pausedUntil, Date.now() + milliseconds);
	}

	/** A task went well: after as many of these as may run at once, one more may. */
	speedUp(): void {
		this.limit = Math.min(this.max, this.limit + 1 / this.limit);
		this.admit();
	}

	private async enter(): Promise<void> {
		if (this.active < this.current) {
			this.active += 1;
			return;
		}
		await new Promise<void>((resolve) => this.waiting.push(resolve));
	}

	private admit(): void {
		while (this.active < this.current) {
			const next = this.waiting.shift();
			if (next === undefined) return;
			this.active += 1;
			next();
		}
	}
}
