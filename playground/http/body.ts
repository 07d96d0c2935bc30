import type { ProviderResponse, StreamBody } from './response.ts';

type Body = ProviderResponse['body'];

/** The chunks that a body is sent in. */
export async function* chunksOf(body: Body): AsyncGenerator<Buffer> {
	if (Buffer.isBuffer(body)) yield body;
	else yield* body.chunks;
}

/** A body with its length. A body of unknown length is read to its end first. */
export async function withLength(body: Body): Promise<{ length: number; chunks: AsyncIterable<Buffer> }> {
	const { length } = body;
	if (length !== undefined) return { length, chunks: chunksOf(body) };
	const chunks: Buffer[] = [];
	for await (const chunk of chunksOf(body)) chunks.push(chunk);
	const whole = Buffer.concat(chunks);
	return { length: whole.length, chunks: chunksOf(whole) };
}

/** The first `bytes` bytes. */
export async function* take(chunks: AsyncIterable<Buffer>, bytes: number): AsyncGenerator<Buffer> {
	let remaining = bytes;
	if (remaining <= 0) return;
	for await (const chunk of chunks) {
		yield chunk.subarray(0, remaining);
		remaining -= chunk.length;
		if (remaining <= 0) return;
	}
}

/** The same chunks. Calls `onLast` before the last byte, or when the body fails or is no longer read. */
export async function* beforeLast(body: StreamBody, onLast: () => void): AsyncGenerator<Buffer> {
	let sent = 0;
	try {
		for await (const chunk of body.chunks) {
			sent += chunk.length;
			if (sent === body.length) onLast();
			yield chunk;
		}
	} finally {
		onLast();
	}
}
