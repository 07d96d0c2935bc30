/** Remembers a limited number of keys and forgets the oldest first. */
export class RecentKeys {
	/** Expiry of each key in milliseconds since the epoch, in the order of insertion. */
	private readonly keys = new Map<string, number>();

	constructor(private readonly max: number) {}

	has(key: string): boolean {
		return (this.keys.get(key) ?? -Infinity) > Date.now();
	}

	/** @param forMs How long to remember the key. By default until newer keys replace it. */
	add(key: string, forMs = Infinity): void {
		// A key that is added again becomes the newest.
		this.keys.delete(key);
		this.keys.set(key, Date.now() + forMs);
		for (const oldest of this.keys.keys()) {
			if (this.keys.size <= this.max) break;
			this.keys.delete(oldest);
		}
	}

	delete(key: string): void {
		this.keys.delete(key);
	}
}
