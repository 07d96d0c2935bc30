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

/** The quota ends in the middle of a streamed answer: audio, then the marker the contract has for it. */
export interface InBandQuotaFault extends FaultBase {
	kind: 'inBandQuota';
	/** Audio that is sent before the marker. */
	afterBytes: number;
	/** Bytes of the marker that leave with the audio; the rest follows alone, a moment later. */
	splitMarkerAt?: number;
}

/** The answer is good and has this many bytes: the speech again and again, see `fill`. */
export interface FillerFault extends FaultBase {
	kind: 'filler';
	bytes: number;
}

/** A WebSocket handshake is refused with an HTTP error. */
export interface WsRefuseFault extends FaultBase {
	kind: 'wsRefuse';
	status: number;
	errorCode?: string;
	message?: string;
}

/** A WebSocket handshake is answered late. */
export interface WsStallFault extends FaultBase {
	kind: 'wsStall';
	/** Default: never. */
	ms?: number;
}

interface SocketFaultBase extends FaultBase {
	/** Audio frames that are sent before; default 0. */
	afterFrames?: number;
}

/** The connection is lost without a close frame. */
export interface WsDropFault extends SocketFaultBase {
	kind: 'wsDrop';
}

/** A close frame without an error message before it. */
export interface WsCloseFault extends SocketFaultBase {
	kind: 'wsClose';
	/** 1000 to 1003, 1007 to 1014, or 3000 to 4999: what may be sent. */
	code: number;
	/** At most 123 bytes are sent. */
	reason?: string;
	/** Close as soon as the connection is open, before any message. */
	onOpen?: boolean;
}

/** An error message, then the connection is closed. */
export interface WsErrorFault extends SocketFaultBase {
	kind: 'wsError';
	errorCode: string;
	message?: string;
	extra?: Record<string, unknown>;
	/**
	 * The error names a context, and the connection stays open: `current`, of the message it takes the place of, which
	 * gets nothing more; `over`, which has just had its final message; or `unknown`, that nobody has opened.
	 */
	context?: 'current' | 'over' | 'unknown';
}

/** Messages come in binary frames: the `audio` alone as bytes, or the whole `json`. */
export interface WsBinaryFault extends SocketFaultBase {
	kind: 'wsBinary';
	/** Default `audio`; messages without audio stay text then. */
	form?: 'audio' | 'json';
}

/** Messages come without their `context_id`. */
export interface WsNoContextFault extends SocketFaultBase {
	kind: 'wsNoContext';
}

/** Nothing is sent any more, with the connection open. */
export interface WsSilentFault extends SocketFaultBase {
	kind: 'wsSilent';
}

/** One message that is not what the contract says, in place of a good one; default: no JSON. */
export interface WsMalformedFault extends SocketFaultBase {
	kind: 'wsMalformed';
	data?: string;
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
	| RawFault
	| InBandQuotaFault
	| FillerFault
	| WsRefuseFault
	| WsStallFault
	| SocketFault;

/** Faults of an open WebSocket. */
export type SocketFault =
	| WsDropFault
	| WsCloseFault
	| WsErrorFault
	| WsSilentFault
	| WsMalformedFault
	| WsBinaryFault
	| WsNoContextFault;

export type FaultKind = Fault['kind'];

/** Random faults, the same ones for the same seed. */
export interface Chaos {
	/** 0 to 1, per request. */
	probability: number;
	seed: number;
	faults: Fault[];
}

/** Faults that change how a good answer is delivered. */
export type DeliveryFault = Extract<
	Fault,
	{ kind: 'truncate' | 'stall' | 'drip' | 'delay' | 'emptyBody' | 'inBandQuota' | 'filler' }
>;
/** Faults in place of the answer. */
export type ReplacingFault = Exclude<Fault, DeliveryFault | SocketFault>;
