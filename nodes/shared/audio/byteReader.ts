import { ascii, viewOf } from './scanner';
import { AudioError } from './types';

/** Reads consecutive big-endian numbers. All methods throw an `AudioError` instead of reading past the end. */
export class ByteReader {
	private at = 0;
	private readonly view: DataView;

	constructor(
		private readonly bytes: Uint8Array,
		/** Name of the file format, for errors. */
		private readonly format: string,
	) {
		this.view = viewOf(bytes);
	}

	get remaining(): number {
		return this.bytes.length - this.at;
	}

	skip(bytes: number): this {
		this.take(bytes);
		return this;
	}

	u8 = (): number => this.view.getUint8(this.take(1));
	u16 = (): number => this.view.getUint16(this.take(2));
	u32 = (): number => this.view.getUint32(this.take(4));
	f64 = (): number => this.view.getFloat64(this.take(8));
	/** Exact up to 2^53, rounded above. */
	u64 = (): number => Number(this.view.getBigUint64(this.take(8)));
	text = (characters: number): string => ascii(this.bytes, this.take(characters), characters);

	/** Returns a reader for the next bytes, or for all that remain if there are fewer. */
	section(bytes: number): ByteReader {
		const start = this.take(Math.max(0, Math.min(bytes, this.remaining)));
		return new ByteReader(this.bytes.subarray(start, this.at), this.format);
	}

	private take(bytes: number): number {
		const start = this.at;
		if (bytes > this.remaining)
			throw new AudioError(`The ${this.format} file ends in the middle of a field`, 'invalid');
		this.at += bytes;
		return start;
	}
}
