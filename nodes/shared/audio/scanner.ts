/** Room for what most formats want to see at once; it grows for the few that want more. */
const INITIAL_CARRY_BYTES = 2048;

/**
 * Walks a byte stream that arrives in chunks of any size. A format says how much it wants to see at the
 * current position (`want`), reads it, and says how far to go on; it may skip beyond what has arrived.
 * Chunks are read in place. Only what a format wants to see across the border of two chunks is copied, so no
 * more than that is held, whatever lengths a file claims.
 */
export abstract class ByteScanner {
	/** Holds the end of the last chunk, of which there was too little for `step`, in its first `carried` bytes. */
	private carry = new Uint8Array(0);
	private carried = 0;
	private toSkip = 0;
	private isEnded = false;
	private failure: Error | undefined;
	/** Bytes pushed so far. */
	protected total = 0;

	/** How many bytes must be there before `step` is called; small, never a number out of a file. */
	protected abstract want(): number;

	/**
	 * Reads the bytes from `at` on, of which there are at least `want()`. They are valid only during the call.
	 *
	 * @returns How many bytes to go on, `Infinity` for all that follow; 0 only after having raised `want()`
	 * to more than there are.
	 * @throws {AudioError} when the rest cannot be understood; it is not read, and `check` says why.
	 */
	protected abstract step(bytes: Uint8Array, at: number): number;

	push(chunk: Uint8Array): void {
		this.total += chunk.length;
		if (this.failure !== undefined) return;
		if (this.toSkip >= chunk.length) this.toSkip -= chunk.length;
		else
			this.guard(() => {
				this.readChunk(chunk);
			});
	}

	/** Steps through bytes that are too few for `want`, because no more will come. Each step must go on. */
	protected flush(): void {
		if (this.failure !== undefined) return;
		this.isEnded = true;
		const rest = this.leftOver.slice();
		this.carried = 0;
		this.guard(() => {
			this.keep(rest, this.walk(rest, 0));
		});
	}

	/**
	 * Reports at the end what went wrong on the way.
	 *
	 * @throws {AudioError} the one that `step` threw.
	 */
	protected check(): void {
		if (this.failure !== undefined) throw this.failure;
	}

	/** Bytes that arrived but were too few for `step`. */
	protected get leftOver(): Uint8Array {
		return this.carry.subarray(0, this.carried);
	}

	/** Bytes that a format wanted to skip but that never arrived; `Infinity` when it wanted all there are. */
	protected get missing(): number {
		return this.toSkip;
	}

	/** An error is kept for `check`, so that a stream that is only watched is not torn down in the middle. */
	private guard(read: () => void): void {
		try {
			read();
		} catch (error) {
			this.failure = error instanceof Error ? error : new Error(String(error));
			this.carried = 0;
		}
	}

	private readChunk(chunk: Uint8Array): void {
		const start = this.skip(chunk, 0);
		const at = this.carried === 0 ? start : this.readAcross(chunk, start);
		this.keep(chunk, this.walk(chunk, at));
	}

	/** Reads what began in the last chunk. Returns where in this one to go on. */
	private readAcross(chunk: Uint8Array, start: number): number {
		let at = start;
		for (;;) {
			const lacking = this.want() - this.carried;
			const end = Math.min(chunk.length, at + Math.max(0, lacking));
			this.keep(chunk, at, end);
			at = end;
			if (lacking > 0 && this.carried < this.want()) return at;

			const advance = this.step(this.leftOver, 0);
			if (advance >= this.carried) {
				this.toSkip = advance - this.carried;
				this.carried = 0;
				return this.skip(chunk, at);
			}
			this.carry.copyWithin(0, advance, this.carried);
			this.carried -= advance;
			if (this.carried <= at - start) {
				// All of it is from this chunk, where it can be read in place.
				at -= this.carried;
				this.carried = 0;
				return at;
			}
		}
	}

	/** Steps through bytes in place. Returns where the rest begins that is too short for a step. */
	private walk(bytes: Uint8Array, from: number): number {
		let at = from;
		while (at < bytes.length) {
			const left = bytes.length - at;
			if (!this.isEnded && left < this.want()) break;
			const advance = this.step(bytes, at);
			if (advance > left) {
				this.toSkip = advance - left;
				return bytes.length;
			}
			at += advance;
		}
		return at;
	}

	private skip(chunk: Uint8Array, at: number): number {
		const skipped = Math.min(this.toSkip, chunk.length - at);
		this.toSkip -= skipped;
		return at + skipped;
	}

	/** Copies bytes, since a chunk belongs to the caller, and a view would keep all of it alive. */
	private keep(bytes: Uint8Array, from: number, to: number = bytes.length): void {
		if (from >= to) return;
		const length = this.carried + to - from;
		if (length > this.carry.length) {
			const larger = new Uint8Array(Math.max(INITIAL_CARRY_BYTES, length * 2));
			larger.set(this.leftOver);
			this.carry = larger;
		}
		this.carry.set(bytes.subarray(from, to), this.carried);
		this.carried = length;
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
	let text = '';
	const end = Math.min(offset + length, bytes.length);
	for (let at = offset; at < end; at += 1) text += String.fromCharCode(bytes[at] ?? 0);
	return text;
}

/** A view for reading numbers at the start of these bytes. */
export function viewOf(bytes: Uint8Array): DataView {
	return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
