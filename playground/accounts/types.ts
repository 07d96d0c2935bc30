import type { Notification } from './settings.ts';

export type { AccountSettings, Notification } from './settings.ts';

export interface Usage {
	/** Requests that reached an operation. */
	requests: number;
	/** Requests rejected by `maxConcurrent`, `requestsPerMinute` or `refuseEvery`. */
	refused: number;
	/** Characters charged. */
	characters: number;
	/** Requests charged. */
	charges: number;
	/** The most requests in flight at a time. */
	maxInFlight: number;
	/** The same without rejected requests, for operations with a concurrency limit. */
	maxProcessing: number;
}

/** A multipart form in the journal. */
export interface FormNotes {
	/** A list if a field was sent more than once. */
	fields: Record<string, string | string[]>;
	files: Array<{ field: string; name: string; mimeType: string; bytes: number; sha256: string }>;
}

/** A WebSocket in the journal. */
export interface SocketNotes {
	/** Messages of the client, oldest first: parsed JSON, or text. */
	received: unknown[];
	/** Audio frames sent. */
	framesSent: number;
	/** All messages sent. */
	messagesSent: number;
	/** 1005 if the client sent none, 1006 if the connection was lost; null while open. */
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
	/** Parsed JSON, or text. */
	body: unknown;
	/** Status of the response; null if there is none. */
	status: number | null;
	/** Why delivery failed. */
	error: string | null;
	sentAt: number;
	/** When the response arrived, or delivery failed. */
	endedAt: number | null;
}

/** One request. Times are milliseconds since 1970. */
export interface JournalEntry {
	id: number;
	provider: string;
	operationId: string;
	method: string;
	path: string;
	query: Record<string, unknown>;
	/** Without the API key. */
	headers: Record<string, string>;
	/** Parsed JSON, or `FormNotes`; null if there was none or it was not read. */
	body: unknown;
	/** 101 for a WebSocket; null before the response, and if the connection was reset. */
	status: number | null;
	/** Characters charged. */
	charged: number;
	/** Dollars paid from the wallet. */
	paid: number;
	fault: string | null;
	/** Whether the client closed the connection before it had the whole response. */
	aborted: boolean;
	receivedAt: number;
	/** When the response was ready. */
	answeredAt: number | null;
	/** When the response was complete or the connection closed. */
	closedAt: number | null;
	/** Null unless a WebSocket was opened. */
	socket: SocketNotes | null;
}
