/** What the process of a candidate is told to do and what it answers: plain data, since it goes from process to process. */

/** Who does the work. */
export type Candidate =
	| 'ours'
	| 'httpRequest'
	| 'undici'
	/** The audio modules of our package, without n8n. */
	| 'ourAudio'
	| 'ffmpeg'
	| 'musicMetadata'
	/** A process that does nothing but require files. */
	| 'require';

/** Texts to be synthesized, each into a file of its own. */
export interface SpeechWork {
	kind: 'speech';
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
	/** Requests in flight; for the HTTP Request node the size of a batch. */
	atOnce: number;
	/** One execution for each text, all started together in one process, in place of one execution for all. */
	separateExecutions?: boolean;
	/** HTTP Request node only: Batch Interval, in milliseconds. 0 sends everything immediately. */
	batchInterval?: number;
	/** HTTP Request node only: n8n's Retry On Fail, with the wait between tries in milliseconds. */
	retryOnFail?: { maxTries: number; waitMs: number };
}

/** A voice sample uploaded with each text, and a short answer. */
export interface UploadWork {
	kind: 'upload';
	texts: readonly string[];
	/** Size of the sample, a WAV. */
	sampleBytes: number;
	atOnce: number;
}

/** Audio files that are read or joined, without a provider. */
export interface AudioWork {
	kind: 'audio';
	/** `inspect` finds out what a file contains; `join` makes one file of all. */
	task: 'inspect' | 'join';
	container: 'wav' | 'mp3';
	/** In all. */
	bytes: number;
	/** Number of files that these bytes are in. */
	pieces: number;
}

/** Node files required in a fresh process that has loaded n8n-workflow. */
export interface RequireWork {
	kind: 'require';
	/** Absolute paths. */
	modules: readonly string[];
}

export type Work = SpeechWork | UploadWork | AudioWork | RequireWork;

/** How many results the work should have. */
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

/** What came of the work. */
export interface Outcome {
	/** Paths of the files that were made, one for each text that was synthesized. Removed when they have been counted. */
	files: string[];
	/** Results that are not files. */
	results?: number;
	/** Bytes that were processed; those of the files unless it is said. */
	bytes?: number;
	/** In place of the wall clock, where the candidate measures in another process. */
	seconds?: number;
	/** What the candidate said when not all were. */
	failure?: string;
}

/** Does work that has been prepared. This is what is measured. */
export type Run = () => Promise<Outcome>;

/** Prepares work: nothing of it is measured. */
export type Prepare = (work: Work, target: Target) => Promise<Run>;

export interface Measurement {
	/** Wall clock. */
	seconds: number;
	/** Processor time of the whole process, user and system. */
	cpuSeconds: number;
	/** How much the resident memory grew at the most meanwhile, in bytes. */
	growthBytes: number;
	/** Texts that became a file, or other results. */
	done: number;
	/** Bytes of all files. */
	bytes: number;
	/** Seconds of audio that ffmpeg decoded, and its complaints; 0 unless it was asked. */
	audioSeconds: number;
	complaints: number;
	failure?: string;
}

export type Reply = { measurement: Measurement } | { error: string };
