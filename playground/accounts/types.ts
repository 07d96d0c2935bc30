import type { Chaos } from '../faults/types.ts';

/**
 * How the last page of a list is told: no cursor, a null one, an empty one, the cursor of the same page again, or a
 * cursor that leads to an empty page. The provider documents none of them.
 */
export type ListEnd = 'absent' | 'null' | 'empty' | 'repeat' | 'emptyPage';

export interface AccountSettings {
	/** Requests processed at once, for operations that document a concurrency limit; null: no limit. */
	maxConcurrent: number | null;
	/** Requests per `rateWindowMs`; null: no limit. */
	requestsPerMinute: number | null;
	/** Length of the window `requestsPerMinute` is counted in; shorter ones keep tests short. Default 60000. */
	rateWindowMs: number;
	/** Characters (Unicode code points) that may be spoken in all; null: no limit. */
	characterQuota: number | null;
	/** Added to every request before it is processed. */
	latencyMs: number;
	listEnd: ListEnd;
	/** Upper bound of a page, whatever `limit` asks for; null: none. */
	pageSizeCap: number | null;
	chaos: Chaos | null;
}

export interface Usage {
	/** Requests with this account's key that reached an operation. */
	requests: number;
	/** Characters charged. */
	characters: number;
	/** Requests charged. */
	charges: number;
	/** The most requests that were unanswered at one moment. */
	maxInFlight: number;
}

/** One request as the server saw it. Times are milliseconds since 1970. */
export interface JournalEntry {
	id: number;
	provider: string;
	operationId: string;
	method: string;
	path: string;
	query: Record<string, unknown>;
	/** Without the value of the API key. */
	headers: Record<string, string>;
	/** Parsed JSON; null when there was none or it was not read. */
	body: unknown;
	/** Null while unanswered, and for connections that were reset. */
	status: number | null;
	/** Characters charged. */
	charged: number;
	fault: string | null;
	/** The client closed the connection before it had the whole answer. */
	aborted: boolean;
	receivedAt: number;
	/** When the answer was ready to be sent. */
	answeredAt: number | null;
	/** When the exchange was over, in whatever way. */
	closedAt: number | null;
}
