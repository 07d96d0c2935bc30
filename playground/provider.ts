import type { FastifyRequest } from 'fastify';

import type { Account } from './accounts/account.ts';
import type { Answer, ApiError } from './http/answer.ts';
import type { Form } from './http/form.ts';
import type { SpeechEngine } from './speech/engine.ts';
import type { Storage } from './storage/storage.ts';

/** What all operations share. */
export interface Services {
	speech: SpeechEngine;
	storage: Storage;
	/** Aborted when the playground closes, for work that no request waits for. */
	closing: AbortSignal;
}

/** One request to an operation; the contract has already been checked. */
export interface Call extends Services {
	account: Account | undefined;
	body: unknown;
	/** What `body` was made from, when it was a form. */
	form: Form | undefined;
	params: Record<string, string>;
	query: Record<string, unknown>;
	/** Lower-case names. */
	headers: Record<string, string | string[] | undefined>;
	/** Size an audio file has to have, by repeating the speech; null: as long as the speech. */
	fillerBytes: number | null;
	/**
	 * Charges spoken characters (Unicode code points), from the wallet where they have a price. Throws the provider's
	 * quota error.
	 */
	charge(text: string, dollarsPerCharacter?: number): void;
	/** Charges as much of a text as the quota allows, and returns that. Throws the provider's quota error for none. */
	chargeUpTo(text: string): string;
	/** Aborted when the client goes away. */
	signal: AbortSignal;
}

export type Operation = (call: Call) => Promise<Answer> | Answer;

/** A message of the server, with the fields that faults read and change. */
export interface SocketMessage {
	audio?: string;
	final?: boolean;
	context_id?: string;
}

/** An open WebSocket, as its operation sees it. */
export interface SocketCall {
	readonly account: Account | undefined;
	readonly speech: SpeechEngine;
	/** Aborted when nothing can be sent any more. */
	readonly signal: AbortSignal;
	/** Throws the provider's error if a message does not match a schema. */
	check(schema: Record<string, unknown>, message: unknown): void;
	charge(text: string): void;
	/** Sends a frame of audio. Resolves when it has left. */
	sendFrame(message: SocketMessage): Promise<void>;
	/** Sends any other message. Resolves when it has left. */
	send(message: SocketMessage): Promise<void>;
	/** Sends the error in the provider's flat format and closes. */
	fail(error: unknown): Promise<void>;
	/** Closes normally. */
	finish(): void;
}

/** Receives the messages of one connection, parsed and in order. May throw ApiError, which ends the connection. */
export type SocketReceiver = (message: unknown) => void;

export type SocketOperation = (call: SocketCall) => SocketReceiver;

/** Something every provider can say, each in its own words. */
export type Problem =
	'unauthorized' | 'rateLimit' | 'concurrency' | 'quota' | 'invalid' | 'notFound' | 'notBuilt' | 'internal';

/** The problems that a limit can have. */
export type LimitProblem = Extract<Problem, 'rateLimit' | 'concurrency'>;

/** What a refusal by a limit can tell. */
export interface LimitFacts {
	/** Requests at a time, or per minute. */
	limit: number;
	/** Requests in progress. */
	current?: number;
	/** Milliseconds until it makes sense to come back. */
	waitMs?: number;
}

/** A place where a request breaks the contract. */
export interface Violation {
	/** JSON pointer inside `part`, of the missing property when one is missing. */
	pointer: string;
	part: string;
	/** Of JSON Schema: `maxLength`. */
	keyword: string;
	message: string;
}

/** A simulated provider: a contract and what stands behind its operations. */
export interface Provider {
	/** Also the first part of its paths. */
	name: string;
	contract: URL;
	/** Header and query parameter that carry the API key, hidden in the journal. */
	keyHeader: string;
	keyParameter: string;
	apiKey(request: FastifyRequest): string | undefined;
	/** Checks that come between the key and the contract; throws ApiError. */
	gate(request: FastifyRequest, operationId: string, account: Account | undefined): void;
	operations: Record<string, Operation>;
	/** The operations that are WebSockets. */
	sockets: Record<string, SocketOperation>;
	/** Answers for a file in the storage, by its name in `params`; the signature has been checked. */
	stored: Operation;
	/** Largest file of a form that is read; of a larger one no more than this is kept. */
	maxFileBytes(account: Account | undefined): number;
	/** A form as the JSON that the contract describes. */
	formBody(operationId: string, form: Form, account: Account | undefined): unknown;
	error(problem: Problem, message: string, status?: number): ApiError;
	/** What goes into the error of a limit besides code and message; absent where the provider documents nothing. */
	limitExtra?(facts: LimitFacts): Record<string, unknown>;
	/** Error for a request the contract refuses. */
	violation(violations: Violation[]): ApiError;
	errorBody(error: ApiError, flat: boolean, account: Account | undefined): unknown;
	/** The error code the provider documents for a status. */
	codeOf(status: number): string;
	/** Code a WebSocket is closed with after an error. */
	closeCode(errorCode: string): number;
}
