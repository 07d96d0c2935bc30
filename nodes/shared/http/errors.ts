/**
 * What can go wrong on the way to a provider and back, as far as the next step depends on it.
 * `retry.ts` decides by it whether a request may be sent again.
 */
export type FailureKind =
	/** Too many requests per time, or too many at the same time; refused before anything was done. */
	| 'tooFast'
	| 'tooManyAtOnce'
	/** 502, 503, 504: a gateway answered; what the provider did with the request is not known. */
	| 'unavailable'
	/** 500: the provider failed, before or after it did its work. */
	| 'serverFault'
	/** Any other HTTP status that is not a success. */
	| 'refused'
	/** No connection was made, so nothing was sent. */
	| 'notConnected'
	/** The host name does not exist, or TLS was rejected: trying again changes nothing. */
	| 'misconfigured'
	/** The connection ended while the answer was awaited or read. */
	| 'connectionLost'
	| 'timedOut'
	/** Audio came, but it breaks off or is damaged. */
	| 'incomplete'
	/** An answer came, but not one that can be used. */
	| 'unusable'
	/** The user stopped the execution. */
	| 'cancelled'
	/** Not sent, because the run or the text that it belongs to has failed. */
	| 'stopped';

/** One row of a provider's error table: what a status and code mean, and what the user does next. */
export interface ErrorRow {
	readonly status: number;
	/** The provider's own code; without one the row covers every code of this status. */
	readonly code?: string;
	/** For a provider without codes: the row covers messages that match. */
	readonly messagePattern?: RegExp;
	/** What happened, in a few words; n8n shows it as the title. */
	readonly title: string;
	/** What the user should do next, as a sentence without a full stop. */
	readonly nextStep: string;
	/** Set on statuses that mean "not now"; without it a 4xx is final. */
	readonly kind?: 'tooFast' | 'tooManyAtOnce';
}

/** What a provider said in the body of a refusal. */
export interface ErrorBody {
	readonly code?: string | undefined;
	readonly message?: string | undefined;
	/** How long to wait before the next request, in milliseconds. */
	readonly retryAfterMs?: number | undefined;
	/** How many requests may run at the same time. */
	readonly limit?: number | undefined;
}

/** All that is known of a failed call. Nothing in it holds a credential. */
export interface ProviderFailure extends ErrorBody {
	readonly kind: FailureKind;
	readonly title: string;
	readonly nextStep: string;
	readonly status?: number | undefined;
	/** Requests sent in vain, the last one included. */
	readonly attempts?: number;
	/** How long it waited because the provider refused it for now, in milliseconds. */
	readonly waitedMs?: number | undefined;
	/** What else the user should know, as sentences without a full stop. */
	readonly notes?: readonly string[];
}

/** A call to a provider that failed. `message` is the title. Immutable: `with` makes an error that knows more. */
export class ProviderError extends Error {
	override readonly name = 'ProviderError';
	readonly attempts: number;
	readonly notes: readonly string[];

	constructor(
		readonly failure: ProviderFailure,
		cause?: unknown,
	) {
		super(failure.title, cause === undefined ? {} : { cause });
		this.attempts = failure.attempts ?? 1;
		this.notes = failure.notes ?? [];
	}

	get kind(): FailureKind {
		return this.failure.kind;
	}

	get status(): number | undefined {
		return this.failure.status;
	}

	/** This error with further facts; `cause` is this one. */
	with(more: Partial<ProviderFailure>): ProviderError {
		return new ProviderError({ ...this.failure, ...more }, this);
	}

	/** This error with one more sentence for the user. */
	noting(note: string): ProviderError {
		return this.with({ notes: [...this.notes, note] });
	}
}

/** What was thrown, in words. */
export const errorMessage = (error: unknown): string =>
	error instanceof Error ? error.message : String(error);

/** Input that cannot succeed, refused before anything was sent or paid. */
export class InputError extends Error {
	override readonly name = 'InputError';

	constructor(
		message: string,
		readonly nextStep?: string,
	) {
		super(message);
	}
}
