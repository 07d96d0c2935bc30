/** Chunks of audio that come as events and are read one after the other, for one reader. */
export class AudioQueue {
	private readonly chunks: Uint8Array[] = [];
	private ended = false;
	private error: Error | undefined;
	private wake: () => void = () => undefined;
	/** Bytes that have come so far. */
	bytes = 0;

	push(chunk: Uint8Array): void {
		this.chunks.push(chunk);
		this.bytes += chunk.length;
		this.wake();
	}

	end(): void {
		this.ended = true;
		this.wake();
	}

	/** What has come by now can still be read, then the error is thrown. The first error counts. */
	fail(error: Error): void {
		this.error ??= error;
		this.wake();
	}

	async *read(): AsyncGenerator<Uint8Array, void, undefined> {
		for (;;) {
			const chunk = this.chunks.shift();
			if (chunk !== undefined) {
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
	}
}
