import type { UnknownSize } from '../audio/wav.ts';
import type { Chaos } from '../faults/types.ts';

/**
 * How the last page of a list is told: no cursor, a null one, an empty one, the cursor of the same page again, or a
 * cursor that leads to an empty page. The provider documents none of them.
 */
export type ListEnd = 'absent' | 'null' | 'empty' | 'repeat' | 'emptyPage';

/**
 * What a notification says: `right`; `processing` or `unknownState`, another state of the task; `unknownTask`, another
 * task; `wrongTypes` or `notJson`; or `wrongToken` and `noToken`, where the body is right but every value in the query
 * of the URL is changed, or the query is missing.
 */
export type NotificationKind =
	| 'right'
	| 'processing'
	| 'unknownState'
	| 'unknownTask'
	| 'wrongTypes'
	| 'notJson'
	| 'wrongToken'
	| 'noToken';

/** A notification that a webhook gets in place of the one it should. */
export interface Notification {
	kind: NotificationKind;
	/**
	 * `finished`, the default; `created`, before what it says is true; `beforeResponse`, when the task has finished and
	 * before create-task answers, which waits for it.
	 */
	when?: 'finished' | 'created' | 'beforeResponse';
	/** Added to `when`. */
	delayMs?: number;
}

export interface AccountSettings {
	/** Requests processed at once, for operations that document a concurrency limit; null: no limit. */
	maxConcurrent: number | null;
	/** Code of a refusal by `maxConcurrent`; the other providers answer with what they have for the same problem. */
	limitCode: 'TOO_MANY_CONCURRENT_REQUESTS' | 'RATE_LIMIT_EXCEEDED';
	/** Whether a refusal by a limit brings the numbers that the provider documents for its code (AsyncFlow: `extra`). */
	limitExtra: boolean;
	/** Seconds in the `Retry-After` of refusals by `maxConcurrent` and `refuseEvery`, rounded up; null: no header. */
	limitRetryAfter: number | null;
	/** Every Nth request is refused with the rate limit's error although there is room; null: none. */
	refuseEvery: number | null;
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
	/** What a streamed WAV says about its length; `exact`: it is spoken to its end before it is sent. */
	streamWavSizes: UnknownSize | 'exact';
	/**
	 * Size of every audio file, made by repeating the speech; null: as long as the speech. Not for word times and
	 * WebSockets.
	 */
	fillerBytes: number | null;
	/** `seed`: cloning demands `language` and `enhance`; `later`: it ignores the one and defaults the other. */
	cloneApi: 'seed' | 'later';
	/** Voices the account may have cloned at a time; null: no limit. */
	cloneLimit: number | null;
	/** Largest voice sample. */
	cloneMaxBytes: number;
	/** Shortest voice sample. */
	cloneMinSeconds: number;
	/** Whether a voice that was updated is sent back. */
	updateAnswer: '204' | '200';
	/** How long a signed URL works. */
	previewLifetimeMs: number;
	/** A WebSocket without any message for this long is closed; null: never. */
	socketIdleMs: number | null;
	/** `free`: the plan does not include cloning by AI Voice Clone Free. */
	plan: 'professional' | 'free';
	/** How long a task takes, at least: a quarter pending, the rest processing. */
	taskMs: number;
	/** Tasks that are pending or processing at a time; null: no limit. */
	maxActiveTasks: number | null;
	taskOutcome: 'completed' | 'failed';
	/** Why a task failed. */
	taskError: string;
	/** How long a result can be fetched after its task has completed; null: for ever. */
	resultLifetimeMs: number | null;
	/** Origin of `result_url`; null: the playground. */
	resultUrlOrigin: string | null;
	/** What a `callback_url` gets; null: the right notification. */
	webhooks: Notification[] | null;
	/** Waits before a right notification is sent again that was not answered with 2xx. */
	webhookRetryMs: number[];
	/** Faseeh: dollars left, less with every text that is spoken; null: it is never empty. */
	walletBalance: number | null;
	/** Faseeh's errors: `errorCode` as a string or, in `seed`, a number, or `later` documentation's `code` and `message`. */
	errorForm: 'string' | 'seed' | 'later';
	/** Faseeh: what may be cloned as `voice_file`: any audio file or raw PCM, or one of the two. */
	voiceFileForm: 'any' | 'wav' | 'pcm';
}

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
	kind: NotificationKind;
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
