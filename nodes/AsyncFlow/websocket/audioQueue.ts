/** Chunks of audio that arrive as events and are read one after the other, by one reader. */
export class AudioQueue {
	private readonly chunks: Uint8Array[] = [];
	private ended = false;
	private error: Error | undefined;
	private wake: () => void = () => undefined;
	private abandoned = false;
	/** Bytes that have arrived so far. */
	received = 0;

	/** @param onHeld Told how many bytes more, or fewer, the queue holds. */
	constructor(private readonly onHeld: (bytes: number) => void) {}

	push(chunk: Uint8Array): void {
		this.received += chunk.length;
		// Nobody reads it any more.
		if (this.abandoned) return;
		this.chunks.push(chunk);
		this.onHeld(chunk.length);
		this.wake();
	}

	end(): void {
		this.ended = true;
		this.wake();
	}

	/** What has arrived by now can still be read, then the error is thrown. The first error counts. */
	fail(error: Error): void {
		this.error ??= error;
		this.wake();
	}

	async *read(): AsyncGenerator<Uint8Array, void, undefined> {
		try {
			for (;;) {
				const chunk = this.chunks.shift();
				if (chunk !== undefined) {
					this.onHeld(-chunk.length);
					yield chunk;
				} else if (this.ended) {
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
			this.abandoned = true;
			for (const chunk of this.chunks.splice(0)) this.onHeld(-chunk.length);
		}
	}
}
