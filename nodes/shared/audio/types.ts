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
	push(chunk: Uint8Array): void;
	/** @throws {AudioError} when the bytes are not whole audio of the format. */
	end(): AudioInfo;
}

/** Bytes that are not what they should be. */
export class AudioError extends Error {
	constructor(
		message: string,
		/** `truncated`: the file itself says that there should be more. */
		readonly reason: 'truncated' | 'empty' | 'invalid',
	) {
		super(message);
		this.name = 'AudioError';
	}
}
