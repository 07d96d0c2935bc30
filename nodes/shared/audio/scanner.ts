/** Enough for most formats; the buffer grows for the others. */
const INITIAL_CARRY_BYTES = 2048;

/**
 * Walks a byte stream that arrives in chunks of any size. A format declares how many bytes it needs at the
 * current position (`minBytes`), reads them, and returns how far to advance, possibly past the bytes received.
 * Chunks are read in place. Only what a format needs across a chunk boundary is copied, so memory stays bounded
 * whatever lengths a file declares.
 */
export abstract class ByteScanner {
	/** Its first `carried` bytes hold the end of the last chunk, which was too short for `step`. */
	private carry = new Uint8Array(0);
	private carried = 0;
	private toSkip = 0;
	private isEnded = false;
	private failure: Error | undefined;
	/** Bytes pushed so far. */
	protected total = 0;

	/** Number of bytes that `step` needs. Small, never a number from a file. */
	protected abstract minBytes(): number;

	/**
	 * Reads the bytes from `at`, of which there are at least `minBytes()`. They are valid only during the call.
	 *
	 * @returns The number of bytes to advance, `Infinity` to skip the rest. 0 only after raising `minBytes()`
	 * above the number of bytes available.
	 * @throws {AudioError} if the file cannot be parsed. The rest is not read, and `check` throws the error.
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

	/** Steps through the last bytes, although they are fewer than `minBytes`. Each step must advance. */
	protected flush(): void {
		if (this.failure !== undefined) return;
		this.isEnded = true;
		const rest = this.unread.slice();
		this.carried = 0;
		this.guard(() => {
			this.keep(rest, this.walk(rest, 0));
		});
	}

	/**
	 * Call at the end.
	 *
	 * @throws {AudioError} the error that `step` threw.
	 */
	protected check(): void {
		if (this.failure !== undefined) throw this.failure;
	}

	/** Bytes received that were too few for `step`. */
	protected get unread(): Uint8Array {
		return this.carry.subarray(0, this.carried);
	}

	/** Bytes to skip that were never received; `Infinity` if the format skips all the rest. */
	protected get missing(): number {
		return this.toSkip;
	}

	/** Keeps an error for `check`, so that inspecting a stream does not interrupt it. */
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

	/** Reads what began in the last chunk. Returns where to continue in this one. */
	private readAcross(chunk: Uint8Array, start: number): number {
		let at = start;
		for (;;) {
			const lacking = this.minBytes() - this.carried;
			const end = Math.min(chunk.length, at + Math.max(0, lacking));
			this.keep(chunk, at, end);
			at = end;
			if (lacking > 0 && this.carried < this.minBytes()) return at;

			const advance = this.step(this.unread, 0);
			if (advance >= this.carried) {
				this.toSkip = advance - this.carried;
				this.carried = 0;
				return this.skip(chunk, at);
			}
			this.carry.copyWithin(0, advance, this.carried);
			this.carried -= advance;
			if (this.carried <= at - start) {
				// All of it is from this chunk, so read it in place.
				at -= this.carried;
				this.carried = 0;
				return at;
			}
		}
	}

	/** Steps through bytes in place. Returns the start of the rest, which is too short for a step. */
	private walk(bytes: Uint8Array, from: number): number {
		let at = from;
		while (at < bytes.length) {
			const available = bytes.length - at;
			if (!this.isEnded && available < this.minBytes()) break;
			const advance = this.step(bytes, at);
			if (advance > available) {
				this.toSkip = advance - available;
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

	/** Copies the bytes: a chunk belongs to the caller, and a view would keep all of it in memory. */
	private keep(bytes: Uint8Array, from: number, to: number = bytes.length): void {
		if (from >= to) return;
		const length = this.carried + to - from;
		if (length > this.carry.length) {
			const larger = new Uint8Array(Math.max(INITIAL_CARRY_BYTES, length * 2));
			larger.set(this.unread);
			this.carry = larger;
		}
		this.carry.set(bytes.subarray(from, to), this.carried);
		this.carried = length;
	}
}

/** Reads ASCII characters, such as a chunk ID; returns fewer at the end of the bytes. */
export function ascii(bytes: Uint8Array, offset: number, length: number): string {
	let text = '';
	const end = Math.min(offset + length, bytes.length);
	for (let at = offset; at < end; at += 1) text += String.fromCharCode(bytes[at] ?? 0);
	return text;
}

export function viewOf(bytes: Uint8Array): DataView {
	return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
