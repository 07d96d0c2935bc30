/**
 * Walks a byte stream that arrives in chunks of any size. A format says how much it wants to see at the
 * current position (`want`), looks at it, and says how far to go on; it may skip beyond what has arrived.
 * Holds no more than one chunk and what a format wants to see, whatever lengths a file claims.
 */
export abstract class ByteScanner {
	private pending: Uint8Array = new Uint8Array(0);
	private toSkip = 0;
	/** Bytes pushed so far. */
	protected total = 0;

	/** How many bytes must be there before `step` is called; small, never a number out of a file. */
	protected abstract want(): number;

	/**
	 * Looks at the bytes from the current position on, of which there are at least `want()`.
	 *
	 * @returns How many bytes to go on, at least 1.
	 */
	protected abstract step(bytes: Uint8Array): number;

	push(chunk: Uint8Array): void {
		this.total += chunk.length;
		const skipped = Math.min(this.toSkip, chunk.length);
		this.toSkip -= skipped;
		const rest = chunk.subarray(skipped);
		if (rest.length === 0) return;

		let bytes = this.pending.length === 0 ? rest : concat(this.pending, rest);
		while (bytes.length > 0 && bytes.length >= this.want()) {
			const advance = this.step(bytes);
			this.toSkip = Math.max(0, advance - bytes.length);
			bytes = bytes.subarray(advance);
		}
		// A copy: the chunk belongs to the caller, and a view would keep all of it alive.
		this.pending = bytes.slice();
	}

	/** Bytes that arrived but were too few for `step`. */
	protected get leftOver(): Uint8Array {
		return this.pending;
	}

	/** Bytes that a format wanted to skip but that never arrived. */
	protected get missing(): number {
		return this.toSkip;
	}
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
	const joined = new Uint8Array(a.length + b.length);
	joined.set(a);
	joined.set(b, a.length);
	return joined;
}

/** ASCII characters at an offset, such as a chunk id. */
export function ascii(bytes: Uint8Array, offset: number, length: number): string {
	return String.fromCharCode(...bytes.subarray(offset, offset + length));
}

/** A view for reading numbers at the start of these bytes. */
export function viewOf(bytes: Uint8Array): DataView {
	return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
