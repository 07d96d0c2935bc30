import type { Notification } from './settings.ts';

export type { AccountSettings, Notification } from './settings.ts';

export interface Usage {
	/** Requests with this account's key that reached an operation. */
	requests: number;
	/** Requests refused by `maxConcurrent`, `requestsPerMinute` or `refuseEvery`. */
	refused: number;
	/** Characters charged. */
	characters: number;
	/** Requests charged. */
	charges: number;
	/** The most requests that were unanswered at one moment. */
	maxInFlight: number;
	/** The most requests that had a concurrency slot at one moment, refused ones not counted. */
	maxProcessing: number;
}

/** A multipart form in the journal. */
export interface FormNotes {
	/** A list for a field that came more than once. */
	fields: Record<string, string | string[]>;
	files: Array<{ field: string; name: string; mimeType: string; bytes: number; sha256: string }>;
}

/** What went over a WebSocket. */
export interface SocketNotes {
	/** Messages of the client, oldest first: parsed JSON, or text that is none. */
	received: unknown[];
	/** Audio frames sent. */
	framesSent: number;
	/** Messages sent, of every kind. */
	messagesSent: number;
	/** As this side saw it: 1005 when the client gave none, 1006 when the connection was lost; null while open. */
	closeCode: number | null;
}

/** One attempt to deliver a notification. Times are milliseconds since 1970. */
export interface DeliveryEntry {
	id: number;
	taskId: string;
	kind: Notification['kind'];
	/** Without its query. */
	url: string;
	/** 1, 2, … */
	attempt: number;
	/** Parsed JSON, or text that is none. */
	body: unknown;
	/** What the receiver answered; null when it has not. */
	status: number | null;
	/** Why it could not be delivered. */
	error: string | null;
	sentAt: number;
	/** When it was answered, or failed. */
	endedAt: number | null;
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
	/** Parsed JSON, or `FormNotes` of a multipart form; null when there was none or it was not read. */
	body: unknown;
	/** Null while unanswered, and for connections that were reset; 101 for a WebSocket. */
	status: number | null;
	/** Characters charged. */
	charged: number;
	/** Dollars taken from the wallet. */
	paid: number;
	fault: string | null;
	/** The client closed the connection before it had the whole answer. */
	aborted: boolean;
	receivedAt: number;
	/** When the answer was ready to be sent. */
	answeredAt: number | null;
	/** When the exchange was over, in whatever way. */
	closedAt: number | null;
	/** Null unless it is a WebSocket that was opened. */
	socket: SocketNotes | null;
}
