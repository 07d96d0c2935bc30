type Undo = () => Promise<void>;

/** What has been started, to be stopped in reverse order, once, whatever happens. */
export class Cleanup {
	readonly #undos: Undo[] = [];
	#running: Promise<void> | undefined;

	add(undo: Undo): void {
		this.#undos.push(undo);
	}

	/** Stops everything; a second call waits for the first. */
	run(): Promise<void> {
		this.#running ??= (async () => {
			for (const undo of this.#undos.reverse()) await undo();
		})();
		return this.#running;
	}
}
