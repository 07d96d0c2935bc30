import type { IBinaryKeyData } from 'n8n-workflow';

/**
 * What can go wrong on the way to a provider and back, as far as the next step depends on it.
 * `retry.ts` decides by it whether a request may be sent again.
 */
export type FailureKind =
	/** Too many requests in a while, or too many at once; refused before anything was done. */
	| 'tooFast'
	| 'tooManyAtOnce'
	/** 502, 503, 504: a gateway spoke; what the provider did with the request is not known. */
	| 'unavailable'
	/** Any other HTTP status that is not a success. */
	| 'refused'
	/** No connection came about, so nothing was sent. */
	| 'notConnected'
	/** The host name does not exist, or TLS was not accepted: trying again changes nothing. */
	| 'misconfigured'
	/** The connection ended while the answer was awaited or read. */
	| 'connectionLost'
	| 'timedOut'
	/** An answer came, but not one that can be used. */
	| 'unusable'
	| 'cancelled';

/** One line of a provider's error table: what a status and code mean, and what the user does next. */
export interface ErrorRow {
	readonly status: number;
	/** The provider's own code; without one the row stands for every code of this status. */
	readonly code?: string;
	/** For a provider without codes: the row stands for messages that match. */
	readonly says?: RegExp;
	/** What happened, in a few words; n8n shows it as the title. */
	readonly title: string;
	/** What the user should do next, as a sentence. */
	readonly nextStep: string;
	/** Set on statuses that mean "not now"; without it a 4xx is final. */
	readonly kind?: 'tooFast' | 'tooManyAtOnce';
}

/** What a provider said in the body of a refusal. */
export interface ProviderWords {
	readonly code?: string | undefined;
	readonly message?: string | undefined;
}

interface ProviderErrorDetails extends ProviderWords {
	readonly kind: FailureKind;
	readonly title: string;
	readonly nextStep: string;
	readonly status?: number | undefined;
	/** How long the provider asked to wait, in milliseconds. */
	readonly retryAfterMs?: number | undefined;
}

/** A call to a provider that did not work out. `message` is the title; never holds a credential. */
export class ProviderError extends Error {
	readonly kind: FailureKind;
	nextStep: string;
	readonly status: number | undefined;
	readonly code: string | undefined;
	readonly providerMessage: string | undefined;
	readonly retryAfterMs: number | undefined;
	/** Requests sent in vain, this one included. */
	attempts = 1;
	/** What else the user should know, as a clause. */
	note: string | undefined;
	/** What a workflow that goes on after the error can work with, such as the ID of a task. */
	details: Readonly<Record<string, string>> | undefined;
	/** Files that were made, and paid for, before it failed; they go along with the details. */
	binary: IBinaryKeyData | undefined;

	constructor(details: ProviderErrorDetails) {
		super(details.title);
		this.name = 'ProviderError';
		this.kind = details.kind;
		this.nextStep = details.nextStep;
		this.status = details.status;
		this.code = details.code;
		this.providerMessage = details.message;
		this.retryAfterMs = details.retryAfterMs;
	}
}

/** Input that cannot succeed, refused before anything was sent or paid. */
export class InputError extends Error {
	constructor(
		message: string,
		readonly nextStep?: string,
	) {
		super(message);
		this.name = 'InputError';
	}
}
