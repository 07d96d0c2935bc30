/** Facts about an audio file, read from its bytes. */
export interface AudioInfo {
	readonly bytes: number;
	readonly durationSeconds: number;
	/** In hertz. */
	readonly sampleRate: number;
	readonly channels: number;
	/** In bits per second; compressed audio only. */
	readonly bitRate?: number;
}

/** Reads a stream of audio and reports on it at the end. */
export interface AudioInspector {
	/** Accepts the next bytes, any number of them. Never throws: `end` reports errors. */
	push(chunk: Uint8Array): void;
	/**
	 * Call once, after the last `push`.
	 *
	 * @throws {AudioError} if the bytes are not a complete file of the format.
	 */
	end(): AudioInfo;
}

/**
 * - `truncated`: the file declares more data than it has.
 * - `empty`: a valid file without audio.
 * - `invalid`: another format, or damaged.
 * - `unsupported`: a valid variant of the format that cannot be joined.
 * - `unknownLength`: a valid file that does not state its duration.
 * - `mismatch`: segments that cannot be joined with each other.
 * - `tooLong`: more than the format can hold.
 */
export type AudioErrorReason =
	'truncated' | 'empty' | 'invalid' | 'unsupported' | 'unknownLength' | 'mismatch' | 'tooLong';

/** The only error that audio code throws. */
export class AudioError extends Error {
	constructor(
		message: string,
		readonly reason: AudioErrorReason,
	) {
		super(message);
		this.name = 'AudioError';
	}
}
