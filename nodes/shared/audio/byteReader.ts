import { ascii, viewOf } from './scanner';
import { AudioError } from './types';

/** Reads big-endian numbers one after the other. Throws an `AudioError` instead of reading beyond the end. */
export class ByteReader {
	private at = 0;
	private readonly view: DataView;

	constructor(
		private readonly bytes: Uint8Array,
		/** What this is part of, for the error. */
		private readonly file: string,
	) {
		this.view = viewOf(bytes);
	}

	/** Bytes that are left. */
	get remaining(): number {
		return this.bytes.length - this.at;
	}

	/** @throws {AudioError} when there are fewer. */
	skip(bytes: number): this {
		this.take(bytes);
		return this;
	}

	u8 = (): number => this.view.getUint8(this.take(1));
	u16 = (): number => this.view.getUint16(this.take(2));
	u32 = (): number => this.view.getUint32(this.take(4));
	f64 = (): number => this.view.getFloat64(this.take(8));
	/** Exact up to 2^53, the nearest number beyond. */
	u64 = (): number => Number(this.view.getBigUint64(this.take(8)));
	text = (characters: number): string => ascii(this.bytes, this.take(characters), characters);

	/** These bytes as fields of their own; fewer when there are fewer. */
	part(bytes: number): ByteReader {
		const start = this.take(Math.max(0, Math.min(bytes, this.remaining)));
		return new ByteReader(this.bytes.subarray(start, this.at), this.file);
	}

	private take(bytes: number): number {
		const start = this.at;
		if (bytes > this.remaining)
			throw new AudioError(`A field of the ${this.file} file is cut short`, 'invalid');
		this.at += bytes;
		return start;
	}
}
