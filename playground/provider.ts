import type { FastifyRequest } from 'fastify';

import type { Account } from './accounts/account.ts';
import type { Answer, ApiError } from './http/answer.ts';
import type { SpeechEngine } from './speech/engine.ts';

/** One request to an operation; the contract has already been checked. */
export interface Call {
	account: Account | undefined;
	body: unknown;
	params: Record<string, string>;
	query: Record<string, unknown>;
	speech: SpeechEngine;
	/** Charges spoken characters (Unicode code points). Throws the provider's quota error. */
	charge(text: string): void;
	/** Aborted when the client goes away. */
	signal: AbortSignal;
}

export type Operation = (call: Call) => Promise<Answer> | Answer;

/** Something every provider can say, each in its own words. */
export type Problem =
	'unauthorized' | 'rateLimit' | 'concurrency' | 'quota' | 'invalid' | 'notFound' | 'notBuilt' | 'internal';

/** A place where a request breaks the contract. */
export interface Violation {
	/** JSON pointer inside `part`, of the missing property when one is missing. */
	pointer: string;
	part: string;
	message: string;
}

/** A simulated provider: a contract and what stands behind its operations. */
export interface Provider {
	/** Also the first part of its paths. */
	name: string;
	contract: URL;
	/** Header that carries the API key, hidden in the journal. */
	keyHeader: string;
	apiKey(request: FastifyRequest): string | undefined;
	/** Checks that come between the key and the contract; throws ApiError. */
	gate(request: FastifyRequest, operationId: string): void;
	operations: Record<string, Operation>;
	error(problem: Problem, message: string, status?: number): ApiError;
	/** Error for a request the contract refuses. */
	violation(violations: Violation[]): ApiError;
	errorBody(error: ApiError, flat: boolean): unknown;
	/** The error code the provider documents for a status. */
	codeOf(status: number): string;
}
