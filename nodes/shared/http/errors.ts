/** How a request failed. `retry.ts` decides by it whether the request may be sent again. */
export type FailureKind =
	/** Rate limit (requests per time) or concurrency limit; the request was not processed. */
	| 'rateLimited'
	| 'concurrencyLimited'
	/** 502, 503, 504 from a gateway. The provider may or may not have processed the request. */
	| 'unavailable'
	/** 500: the provider failed, before or after processing the request. */
	| 'serverFault'
	/** Any other unsuccessful HTTP status. */
	| 'refused'
	/** The connection could not be opened, so nothing was sent. */
	| 'notConnected'
	/** Unknown host name or rejected TLS certificate; retries do not help. */
	| 'misconfigured'
	/** The connection closed before the response was complete. */
	| 'connectionLost'
	| 'timedOut'
	/** The audio is cut short or damaged. */
	| 'incomplete'
	/** The response cannot be used. */
	| 'unusable'
	/** The user cancelled the execution. */
	| 'cancelled'
	/** Not sent, because its run or its text has failed. */
	| 'stopped';

/** One row of an error table. In titles and next steps, `{provider}` is the provider's display name. */
export interface ErrorRow {
	readonly status: number;
	/** The provider's own code. */
	readonly code?: string;
	/** Matches the provider's message. A row with neither code nor pattern covers the rest of its status. */
	readonly messagePattern?: RegExp;
	/** What happened, in a few words. */
	readonly title: string;
	/** What to do next, as a sentence without a full stop. */
	readonly nextStep: string;
	/** Set for limits, after which a request is sent again; any other 4xx is final. */
	readonly kind?: 'rateLimited' | 'concurrencyLimited';
}

/** What the body of an error response says. */
export interface ErrorBody {
	readonly code?: string | undefined;
	readonly message?: string | undefined;
	/** How long to wait before the next request, in milliseconds. */
	readonly retryAfterMs?: number | undefined;
	/** How many requests may be in flight. */
	readonly limit?: number | undefined;
}

/** All facts about a failed request, without any secret. */
export interface ProviderFailure extends ErrorBody {
	readonly kind: FailureKind;
	readonly title: string;
	readonly nextStep: string;
	readonly status?: number | undefined;
	/** Number of requests sent. */
	readonly attempts?: number;
	/** How long the request waited because it was rate-limited, in milliseconds. */
	readonly waitedMs?: number | undefined;
	/** Further sentences for the user, each without a full stop. */
	readonly notes?: readonly string[];
}

/** A failed request to a provider. `message` is the title. Immutable; `with` returns a new error. */
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

	/** A new error with further facts, and this one as its `cause`. */
	with(more: Partial<ProviderFailure>): ProviderError {
		return new ProviderError({ ...this.failure, ...more }, this);
	}

	/** A new error with one more sentence for the user. */
	noting(note: string): ProviderError {
		return this.with({ notes: [...this.notes, note] });
	}
}

/** The message of anything that was thrown. */
export const errorMessage = (error: unknown): string =>
	error instanceof Error ? error.message : String(error);

/** Invalid input, rejected before anything was sent or charged. */
export class InputError extends Error {
	override readonly name = 'InputError';

	constructor(
		title: string,
		/** What to do next, as a sentence without a full stop. */
		readonly nextStep?: string,
	) {
		super(title);
	}
}
