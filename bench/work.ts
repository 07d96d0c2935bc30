/** Work and results, as plain data that one process sends to another. */

export type Candidate =
	| 'ours'
	| 'httpRequest'
	| 'undici'
	/** The audio modules of our package, without n8n. */
	| 'ourAudio'
	| 'ffmpeg'
	| 'musicMetadata'
	/** A process that only requires files. */
	| 'require';

/** Texts to synthesize, one file each. */
export interface SpeechWork {
	kind: 'speech';
	/** One request each, or several where the candidate splits long texts. */
	texts: readonly string[];
	/** `output_format` of the provider. */
	format: {
		container: 'mp3' | 'wav';
		/** Hz. */
		sample_rate: number;
		/** Bits per second; mp3 only. */
		bit_rate?: number;
	};
	/** Requests in flight; the batch size of the HTTP Request node. */
	inFlight: number;
	/** Run one execution per text, all started together in one process. */
	separateExecutions?: boolean;
	/** HTTP Request node only: Batch Interval, in milliseconds. 0 sends everything immediately. */
	batchInterval?: number;
	/** HTTP Request node only: n8n's Retry On Fail, with the wait between tries in milliseconds. */
	retryOnFail?: { maxTries: number; waitMs: number };
}

/** A voice sample uploaded with each text, and a short response. */
export interface UploadWork {
	kind: 'upload';
	texts: readonly string[];
	/** Size of the sample, a WAV. */
	sampleBytes: number;
	inFlight: number;
}

/** Audio files to inspect or join, without a provider. */
export interface AudioWork {
	kind: 'audio';
	/** `inspect` detects what a file contains; `join` creates one file from all. */
	task: 'inspect' | 'join';
	container: 'wav' | 'mp3';
	/** In total. */
	bytes: number;
	/** Number of files with these bytes. */
	files: number;
}

/** Node files to require in a new process that has loaded n8n-workflow. */
export interface RequireWork {
	kind: 'require';
	/** Absolute paths. */
	modules: readonly string[];
}

export type Work = SpeechWork | UploadWork | AudioWork | RequireWork;

/** Number of results that the work should have. */
export function expectedResults(work: Work): number {
	switch (work.kind) {
		case 'speech':
		case 'upload':
			return work.texts.length;
		case 'audio':
		case 'require':
			return 1;
	}
}

export interface Target {
	/** Without a trailing slash. */
	baseUrl: string;
	apiKey: string;
}

export interface Job {
	work: Work;
	target: Target;
	/** Decode every file after the measurement. */
	decode: boolean;
}

export interface Outcome {
	/** Paths of the created files, one per synthesized text. Deleted after they are counted. */
	files: string[];
	/** Number of results that are not files. */
	results?: number;
	/** Bytes processed; default: the size of the files. */
	bytes?: number;
	/** The duration, if the candidate measures it in another process. */
	seconds?: number;
	/** The candidate's error message, if results are missing. */
	failure?: string;
}

/** Does prepared work. This is measured. */
export type Run = () => Promise<Outcome>;

/** Prepares work. This is not measured. */
export type Prepare = (work: Work, target: Target) => Promise<Run>;

export interface Measurement {
	/** Wall clock. */
	seconds: number;
	/** Processor time of the whole process, user and system. */
	cpuSeconds: number;
	/** Largest growth of the resident memory, in bytes. */
	growthBytes: number;
	/** Number of results. */
	done: number;
	/** Bytes of all files. */
	bytes: number;
	/** Seconds of audio that ffmpeg decoded, and the errors it reported; 0 without decoding. */
	audioSeconds: number;
	complaints: number;
	failure?: string;
}

export type Reply = { measurement: Measurement } | { error: string };
