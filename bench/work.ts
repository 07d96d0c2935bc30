/** What the process of a candidate is told to do and what it answers: plain data, since it goes from process to process. */

/** Who does the work. */
export type Candidate = 'ours' | 'httpRequest' | 'undici';

/** Texts to be spoken, each into a file of its own. */
export interface Work {
	/** One request for each, or several where the candidate splits long texts. */
	texts: readonly string[];
	/** `output_format` of the provider. */
	format: {
		container: 'mp3' | 'wav';
		/** Hz. */
		sample_rate: number;
		/** Bits per second; mp3 only. */
		bit_rate?: number;
	};
	/** Requests at once; for the HTTP Request node the size of a batch. */
	atOnce: number;
	/** HTTP Request node only: Batch Interval, in milliseconds. 0 sends everything at once. */
	batchInterval?: number;
	/** HTTP Request node only: n8n's Retry On Fail, with the wait between tries in milliseconds. */
	retryOnFail?: { maxTries: number; waitMs: number };
}

/** Where the work is sent. */
export interface Target {
	/** Without a slash at the end. */
	baseUrl: string;
	apiKey: string;
}

export interface Job {
	work: Work;
	target: Target;
	/** Decode every file when the time has been taken. */
	decode: boolean;
}

/** What came of the texts. */
export interface Spoken {
	/** Paths of the audio files, one for each text that was spoken. */
	files: string[];
	/** What the candidate said when not all were. */
	failure?: string;
}

/** A way to do the work. */
export type Speak = (work: Work, target: Target) => Promise<Spoken>;

export interface Measurement {
	/** Wall clock. */
	seconds: number;
	/** Processor time of the whole process, user and system. */
	cpuSeconds: number;
	/** How much the resident memory grew at the most meanwhile, in bytes. */
	growthBytes: number;
	/** Texts that became a file. */
	done: number;
	/** Bytes of all files. */
	bytes: number;
	/** Seconds of audio that ffmpeg decoded, and its complaints; 0 unless it was asked. */
	audioSeconds: number;
	complaints: number;
	failure?: string;
}

export type Reply = { measurement: Measurement } | { error: string };
