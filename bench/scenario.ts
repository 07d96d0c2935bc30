import type { ProviderSetup, Seen } from './playground.ts';
import type { Candidate, Measurement, Work } from './work.ts';

/** One run of one contender. */
export type Run = Measurement & Seen;

/** A candidate with what it is told to do. */
export interface Contender {
	/** As the table calls it. */
	name: string;
	candidate: Candidate;
	/** What its row shows, in one line. */
	shows: string;
	work: Work;
	/** How often it is measured; as often as the others unless it is said. */
	rounds?: number;
	/** That not every text becomes a file is a result, and not a fault of the benchmark. */
	mayFail?: boolean;
}

/** Contenders that do the same work, by turns. The last one is what the others are compared with. */
export interface Case {
	/** What sets it apart from other cases of the scenario; empty if there is only one. */
	title: string;
	rounds: number;
	/** Seconds that the work takes when nothing is lost: items ÷ limit × latency. */
	idealSeconds?: number;
	provider: ProviderSetup;
	/** The provider while everything is run once before: what is loaded, compiled and spoken then does not count. */
	warmUp: ProviderSetup;
	/** Each run in a process of its own, since memory that a process has taken it seldom gives back. */
	freshProcess?: boolean;
	decode?: boolean;
	contenders: Contender[];
}

export interface Column {
	title: string;
	/** @param base The run of the contender to compare with, in the same round. */
	of: (run: Run, base: Run, one: Case) => number;
	/** Digits after the point. */
	digits: number;
	/** Say the spread over the rounds as well. */
	spread?: boolean;
}

export interface Scenario {
	/** On the command line. */
	name: string;
	title: string;
	/** What the numbers mean, for the report. */
	explanation: string;
	/** Ratios first. */
	columns: Column[];
	cases: Case[];
}

/** The runs of each contender, in the order of the rounds. */
export type CaseResult = Array<{ contender: Contender; runs: Run[] }>;
