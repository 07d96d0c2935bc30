/** The keys added last, up to a maximum; the oldest is forgotten first. */
export class RecentKeys {
	/** When each key is forgotten, in milliseconds since the epoch; in the order in which they were added. */
	private readonly keys = new Map<string, number>();

	constructor(private readonly max: number) {}

	has(key: string): boolean {
		return (this.keys.get(key) ?? -Infinity) > Date.now();
	}

	/** @param forMs How long to remember it, in milliseconds; without it, as long as there is room. */
	add(key: string, forMs = Infinity): void {
		// Added again, a key is the newest.
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
