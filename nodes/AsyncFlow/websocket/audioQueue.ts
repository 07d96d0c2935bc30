/** Turns audio that arrives in events into a stream for one reader. */
export class AudioQueue {
	private readonly chunks: Uint8Array[] = [];
	private isComplete = false;
	private error: Error | undefined;
	private wake: () => void = () => undefined;
	private isAbandoned = false;
	/** Total number of bytes. */
	received = 0;

	/** @param onChange Called with the change of the number of bytes in the queue. */
	constructor(private readonly onChange: (bytes: number) => void) {}

	push(chunk: Uint8Array): void {
		this.received += chunk.length;
		if (this.isAbandoned) return;
		this.chunks.push(chunk);
		this.onChange(chunk.length);
		this.wake();
	}

	end(): void {
		this.isComplete = true;
		this.wake();
	}

	/** Throws an error after the chunks that are already in the queue. Only the first error counts. */
	fail(error: Error): void {
		this.error ??= error;
		this.wake();
	}

	async *read(): AsyncGenerator<Uint8Array, void, undefined> {
		try {
			for (;;) {
				const chunk = this.chunks.shift();
				if (chunk !== undefined) {
					this.onChange(-chunk.length);
					yield chunk;
				} else if (this.isComplete) {
					return;
				} else if (this.error !== undefined) {
					throw this.error;
				} else {
					await new Promise<void>((resolve) => {
						this.wake = resolve;
					});
				}
			}
		} finally {
			this.isAbandoned = true;
			for (const chunk of this.chunks.splice(0)) this.onChange(-chunk.length);
		}
	}
}
