/** A body that is made while it is sent. */
export interface StreamBody {
	/** Bytes in all, sent as Content-Length; undefined when nobody knows yet. */
	length: number | undefined;
	chunks: AsyncIterable<Buffer>;
}

/** What a simulated operation answers, before any fault is applied to it. */
export interface Answer {
	status: number;
	/** Lower-case names. */
	headers: Record<string, string>;
	body: Buffer | StreamBody;
}

export function jsonAnswer(status: number, value: unknown, headers: Record<string, string> = {}): Answer {
	return {
		status,
		headers: { 'content-type': 'application/json', ...headers },
		body: Buffer.from(JSON.stringify(value)),
	};
}

export function bytesAnswer(contentType: string, bytes: Uint8Array): Answer {
	return {
		status: 200,
		headers: { 'content-type': contentType },
		body: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
	};
}

export const emptyAnswer = (status: number): Answer => ({ status, headers: {}, body: Buffer.alloc(0) });

/** An error as a provider documents it; how the body looks is the provider's business. */
export class ApiError extends Error {
	readonly status: number;
	readonly code: string;
	readonly headers: Record<string, string>;
	readonly extra: Record<string, unknown> | undefined;

	constructor(
		status: number,
		code: string,
		message: string,
		options: { headers?: Record<string, string>; extra?: Record<string, unknown> } = {},
	) {
		super(message);
		this.status = status;
		this.code = code;
		this.headers = options.headers ?? {};
		this.extra = options.extra;
	}
}
