type Undo = () => Promise<void>;

/** Stops what was started, in reverse order and once. */
export class Cleanup {
	readonly #undos: Undo[] = [];
	#running: Promise<void> | undefined;

	add(undo: Undo): void {
		this.#undos.push(undo);
	}

	/** Stops everything. A second call waits for the first. */
	run(): Promise<void> {
		this.#running ??= (async () => {
			for (const undo of this.#undos.reverse()) await undo();
		})();
		return this.#running;
	}
}
