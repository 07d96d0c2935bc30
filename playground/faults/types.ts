interface FaultBase {
	/** Only requests of this operation of the contract (`textToSpeech`); without it, every request. */
	operation?: string;
	/** How many requests it hits, default 1. */
	times?: number;
	/** How many matching requests pass unharmed first, default 0. */
	skip?: number;
	/** Whether the request is processed and charged although it fails; without it, see `chargedByDefault`. */
	charged?: boolean;
}

/** An HTTP error. */
export interface StatusFault extends FaultBase {
	kind: 'status';
	status: number;
	/** Default: the code the provider documents for the status, else `SERVER_ERROR`. */
	errorCode?: string;
	message?: string;
	extra?: Record<string, unknown>;
	/** Raw value of `Retry-After`: seconds or an HTTP date. */
	retryAfter?: string | number;
	/** Error body without the provider's wrapper. */
	flat?: boolean;
	/** Content coding of the error body. */
	encoding?: 'gzip' | 'br' | 'deflate';
}

/** A challenge page of the kind a CDN puts in front of an API. Default status 403. */
export interface HtmlFault extends FaultBase {
	kind: 'html';
	status?: number;
}

/** 200 with JSON where audio is expected: `body`, or an error body in the provider's form. */
export interface JsonFault extends FaultBase {
	kind: 'jsonInsteadOfAudio';
	body?: unknown;
	errorCode?: string;
	message?: string;
}

/**
 * The body stops early. `length`: full Content-Length announced, connection closed before it is reached.
 * `chunked`: chunked coding without its last chunk. `clean`: HTTP is intact, the audio itself is short.
 */
export interface TruncateFault extends FaultBase {
	kind: 'truncate';
	keepBytes?: number;
	/** 0 to 1, default 0.5. */
	keepFraction?: number;
	framing: 'length' | 'chunked' | 'clean';
}

/** TCP reset, before the request body is read or after the request was processed. */
export interface ResetFault extends FaultBase {
	kind: 'reset';
	when: 'beforeRead' | 'afterRead';
}

/** Never answers. */
export interface HangFault extends FaultBase {
	kind: 'hang';
}

/** Sends the head and part of the body, then goes silent with the connection open. */
export interface StallFault extends FaultBase {
	kind: 'stall';
	keepBytes: number;
}

/** The whole body, slowly. */
export interface DripFault extends FaultBase {
	kind: 'drip';
	bytesPerSecond: number;
}

/** The right answer, late. */
export interface DelayFault extends FaultBase {
	kind: 'delay';
	ms: number;
}

/** Default status 307. */
export interface RedirectFault extends FaultBase {
	kind: 'redirect';
	location: string;
	status?: number;
}

/** The right status and headers, no body. */
export interface EmptyBodyFault extends FaultBase {
	kind: 'emptyBody';
}

/** Any answer at all. */
export interface RawFault extends FaultBase {
	kind: 'raw';
	status: number;
	contentType: string;
	body: string;
}

export type Fault =
	| StatusFault
	| HtmlFault
	| JsonFault
	| TruncateFault
	| ResetFault
	| HangFault
	| StallFault
	| DripFault
	| DelayFault
	| RedirectFault
	| EmptyBodyFault
	| RawFault;

export type FaultKind = Fault['kind'];

/** Random faults, the same ones for the same seed. */
export interface Chaos {
	/** 0 to 1, per request. */
	probability: number;
	seed: number;
	faults: Fault[];
}

/** Faults that change how a good answer is delivered; all others replace the answer. */
const DELIVERY_KINDS = new Set<FaultKind>(['truncate', 'stall', 'drip', 'delay', 'emptyBody']);

export type DeliveryFault = Extract<Fault, { kind: 'truncate' | 'stall' | 'drip' | 'delay' | 'emptyBody' }>;
export type ReplacingFault = Exclude<Fault, DeliveryFault>;

export const isDelivery = (fault: Fault): fault is DeliveryFault => DELIVERY_KINDS.has(fault.kind);

/** A provider charges for what it processed: every delivery fault, and a reset after the request was read. */
export function chargedByDefault(fault: Fault): boolean {
	return isDelivery(fault) || (fault.kind === 'reset' && fault.when === 'afterRead');
}
