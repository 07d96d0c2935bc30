import type { FastifyRequest } from 'fastify';

import type { Account } from './accounts/account.ts';
import type { Form } from './http/form.ts';
import type { ProviderResponse, ApiError } from './http/response.ts';
import type { SpeechEngine } from './speech/engine.ts';
import type { Storage } from './storage/storage.ts';

/** Services of all operations. */
export interface Services {
	speech: SpeechEngine;
	storage: Storage;
	/** Aborted when the playground stops: for background work. */
	closing: AbortSignal;
}

/** One request to an operation, already validated against the contract. */
export interface Call extends Services {
	account: Account | undefined;
	body: unknown;
	/** The form that `body` was converted from. */
	form: Form | undefined;
	params: Record<string, string>;
	query: Record<string, unknown>;
	/** Lower-case names. */
	headers: Record<string, string | string[] | undefined>;
	/** Size of the audio file; null is the length of the speech. */
	fillerBytes: number | null;
	/**
	 * Charges the characters (Unicode code points) of a text, and the wallet if they have a price. Throws the provider's
	 * quota error.
	 */
	charge(text: string, dollarsPerCharacter?: number): void;
	/** Charges and returns as much of a text as the quota allows. Throws the provider's quota error if that is nothing. */
	chargeUpTo(text: string): string;
	/** Aborted when the client closes the connection. */
	signal: AbortSignal;
}

export type Operation = (call: Call) => Promise<ProviderResponse> | ProviderResponse;

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

/** An error that every provider has, with its own status, code and message. */
export type ErrorKind =
	| 'unauthorized'
	| 'rateLimit'
	| 'concurrency'
	| 'quota'
	| 'invalid'
	| 'notFound'
	| 'notImplemented'
	| 'internal';

export type LimitError = Extract<ErrorKind, 'rateLimit' | 'concurrency'>;

/** The numbers in the error of a limit. */
export interface LimitDetails {
	/** Concurrent requests, or requests per minute. */
	limit: number;
	/** Requests in progress. */
	current?: number;
	/** Milliseconds until a retry makes sense. */
	waitMs?: number;
}

/** One way in which a request breaks the contract. */
export interface Violation {
	/** JSON pointer inside `part`; to the missing property, if one is missing. */
	pointer: string;
	part: string;
	/** Keyword of JSON Schema: `maxLength`. */
	keyword: string;
	message: string;
}

/** A simulated provider: a contract and its implementation. */
export interface Provider {
	/** Also the first segment of its paths. */
	name: string;
	contract: URL;
	/** Header and query parameter that carry the API key, hidden in the journal. */
	keyHeader: string;
	keyParameter: string;
	apiKey(request: FastifyRequest): string | undefined;
	/** Checks between the API key and the contract. Throws ApiError. */
	precheck(request: FastifyRequest, operationId: string, account: Account | undefined): void;
	operations: Record<string, Operation>;
	/** Operations that are WebSockets. */
	sockets: Record<string, SocketOperation>;
	/** Returns a file in the storage. The signature has been checked. */
	storedFile: Operation;
	/** Bytes to keep of a file in a form. */
	maxFileBytes(account: Account | undefined): number;
	/** Converts a form to the JSON that the contract describes. */
	formBody(operationId: string, form: Form, account: Account | undefined): unknown;
	error(problem: ErrorKind, message: string, status?: number): ApiError;
	/** `extra` of a limit's error, for providers that document it. */
	limitExtra?(facts: LimitDetails): Record<string, unknown>;
	/** The error for a request that breaks the contract. */
	violation(violations: Violation[]): ApiError;
	errorBody(error: ApiError, flat: boolean, account: Account | undefined): unknown;
	/** The error code that is documented for a status. */
	codeOf(status: number): string;
	/** The close code of a WebSocket after an error. */
	closeCode(errorCode: string): number;
}
