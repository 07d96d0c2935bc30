/**
 * Walks a byte stream that arrives in chunks of any size. A format says how much it wants to see at the
 * current position (`want`), looks at it, and says how far to go on; it may skip beyond what has arrived.
 * Holds no more than one chunk and what a format wants to see, whatever lengths a file claims.
 */
export abstract class ByteScanner {
	private pending: Uint8Array = new Uint8Array(0);
	private toSkip = 0;
	private failure: Error | undefined;
	/** Bytes pushed so far. */
	protected total = 0;

	/** How many bytes must be there before `step` is called; small, never a number out of a file. */
	protected abstract want(): number;

	/**
	 * Looks at the bytes from the current position on, of which there are at least `want()`.
	 *
	 * @returns How many bytes to go on, `Infinity` for all that follow; 0 only after having raised `want()`
	 * to more than there are.
	 * @throws {AudioError} when the rest cannot be understood; it is not looked at, and `check` says why.
	 */
	protected abstract step(bytes: Uint8Array): number;

	push(chunk: Uint8Array): void {
		this.total += chunk.length;
		if (this.failure !== undefined) return;
		const skipped = Math.min(this.toSkip, chunk.length);
		this.toSkip -= skipped;
		const rest = chunk.subarray(skipped);
		if (rest.length === 0) return;

		const bytes = this.pending.length === 0 ? rest : concat([this.pending, rest]);
		// A copy: the chunk belongs to the caller, and a view would keep all of it alive.
		this.pending = this.walk(bytes, () => this.want()).slice();
	}

	/** Steps through bytes that are too few for `want`, because no more will come. Each step must go on. */
	protected flush(): void {
		if (this.failure === undefined) this.pending = this.walk(this.pending, () => 1);
	}

	/**
	 * Reports at the end what went wrong on the way.
	 *
	 * @throws {AudioError} the one that `step` threw.
	 */
	protected check(): void {
		if (this.failure !== undefined) throw this.failure;
	}

	private walk(start: Uint8Array, want: () => number): Uint8Array {
		let bytes = start;
		try {
			while (bytes.length > 0 && bytes.length >= want()) {
				const advance = this.step(bytes);
				this.toSkip = Math.max(0, advance - bytes.length);
				bytes = bytes.subarray(Math.min(advance, bytes.length));
			}
			return bytes;
		} catch (error) {
			// Kept for `check`, so that a stream that is only watched is not torn down in the middle.
			this.failure = error instanceof Error ? error : new Error(String(error));
			return new Uint8Array(0);
		}
	}

	/** Bytes that arrived but were too few for `step`. */
	protected get leftOver(): Uint8Array {
		return this.pending;
	}

	/** Bytes that a format wanted to skip but that never arrived; `Infinity` when it wanted all there are. */
	protected get missing(): number {
		return this.toSkip;
	}
}

/** One after the other, in memory of its own. */
export function concat(parts: readonly Uint8Array[]): Uint8Array {
	const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
	let at = 0;
	for (const part of parts) {
		joined.set(part, at);
		at += part.length;
	}
	return joined;
}

/** ASCII characters at an offset, such as a chunk id; fewer at the end of the bytes. */
export function ascii(bytes: Uint8Array, offset: number, length: number): string {
	return String.fromCharCode(...bytes.subarray(offset, offset + length));
}

/** A view for reading numbers at the start of these bytes. */
export function viewOf(bytes: Uint8Array): DataView {
	return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
