/** A body that is generated while it is sent. */
export interface StreamBody {
	/** Total bytes, sent as Content-Length; undefined if not known. */
	length: number | undefined;
	chunks: AsyncIterable<Buffer>;
}

/** The response of a simulated operation, before a fault is applied. */
export interface ProviderResponse {
	status: number;
	/** Lower-case names. */
	headers: Record<string, string>;
	body: Buffer | StreamBody;
}

export function jsonResponse(
	status: number,
	value: unknown,
	headers: Record<string, string> = {},
): ProviderResponse {
	return {
		status,
		headers: { 'content-type': 'application/json', ...headers },
		body: Buffer.from(JSON.stringify(value)),
	};
}

export function bytesResponse(contentType: string, bytes: Uint8Array): ProviderResponse {
	return {
		status: 200,
		headers: { 'content-type': contentType },
		body: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
	};
}

export const emptyResponse = (status: number): ProviderResponse => ({
	status,
	headers: {},
	body: Buffer.alloc(0),
});

/** An error as a provider documents it. The provider formats its body. */
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
