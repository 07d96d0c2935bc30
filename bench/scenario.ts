import type { ProviderSetup, Seen } from './accounts.ts';
import type { Candidate, Measurement, Work } from './work.ts';

/** One run of one contender. */
export type Run = Measurement & Seen;

/** A candidate and its work. */
export interface Contender {
	/** Name in the table. */
	name: string;
	candidate: Candidate;
	/** What its row shows. One line. */
	shows: string;
	work: Work;
	/** Number of measurements; default: as many as the others. */
	rounds?: number;
	/** Missing files are a result, and not a fault of the benchmark. */
	mayFail?: boolean;
}

/** Contenders that do the same work in turns. The others are compared with the last one. */
export interface Case {
	/** Tells it from other cases of the scenario; empty if there is only one. */
	title: string;
	rounds: number;
	/** The shortest possible time: items ÷ limit × latency. */
	idealSeconds?: number;
	provider: ProviderSetup;
	/** The provider during the warm-up run, which is not measured. */
	warmUp: ProviderSetup;
	/** Use a new process for each run, because a process rarely returns memory. */
	freshProcess?: boolean;
	decode?: boolean;
	contenders: Contender[];
}

export interface Column {
	title: string;
	/** @param base The run of the contender to compare with, in the same round. */
	of: (run: Run, base: Run, one: Case) => number;
	/** Decimal places. */
	digits: number;
	/** Also show the spread over the rounds. */
	spread?: boolean;
}

export interface Scenario {
	/** On the command line. */
	name: string;
	title: string;
	/** Explains the numbers in the report. */
	explanation: string;
	/** Ratios first. */
	columns: Column[];
	cases: Case[];
}

/** The runs of each contender, in order. */
export type CaseResult = Array<{ contender: Contender; runs: Run[] }>;
