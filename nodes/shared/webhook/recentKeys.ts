/** The keys added last, up to a maximum; the oldest is forgotten first. */
export class RecentKeys {
	private readonly keys = new Set<string>();

	constructor(private readonly max: number) {}

	has(key: string): boolean {
		return this.keys.has(key);
	}

	add(key: string): void {
		// Added again, a key is the newest.
		this.keys.delete(key);
		this.keys.add(key);
		for (const oldest of this.keys) {
			if (this.keys.size <= this.max) break;
			this.keys.delete(oldest);
		}
	}

	delete(key: string): void {
		this.keys.delete(key);
	}
}
