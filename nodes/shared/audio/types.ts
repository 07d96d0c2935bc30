/** What the bytes of an audio file say about it. */
export interface AudioInfo {
	readonly bytes: number;
	/** In seconds. */
	readonly durationSeconds: number;
	/** In hertz. */
	readonly sampleRate: number;
	readonly channels: number;
	/** In bits per second; only for compressed audio. */
	readonly bitRate?: number;
}

/** Reads a stream of audio and sums it up at its end. */
export interface AudioInspector {
	/** Takes the next bytes, any number of them. Never throws: what is wrong with them comes out at the end. */
	push(chunk: Uint8Array): void;
	/**
	 * Call once, after the last `push`.
	 *
	 * @throws {AudioError} when the bytes are not whole audio of the format.
	 */
	end(): AudioInfo;
}

/**
 * - `truncated`: the file itself says that there should be more.
 * - `empty`: a valid file without sound.
 * - `invalid`: not the format, or damaged.
 * - `unsupported`: valid, but a variety that is not read or joined here.
 * - `unknownLength`: valid, but nothing in it says how long it plays.
 * - `mismatch`: parts that cannot be joined with one another.
 * - `tooLong`: more than the format can hold.
 */
export type AudioErrorReason =
	'truncated' | 'empty' | 'invalid' | 'unsupported' | 'unknownLength' | 'mismatch' | 'tooLong';

/** Bytes that are not what they should be. The only error that audio code throws. */
export class AudioError extends Error {
	constructor(
		message: string,
		readonly reason: AudioErrorReason,
	) {
		super(message);
		this.name = 'AudioError';
	}
}
