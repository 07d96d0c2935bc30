import type { Answer, StreamBody } from './answer.ts';

type Body = Answer['body'];

export const lengthOf = (body: Body): number | undefined => body.length;

/** A body in the pieces it is sent in. */
export async function* piecesOf(body: Body): AsyncGenerator<Buffer> {
	if (Buffer.isBuffer(body)) yield body;
	else yield* body.chunks;
}

/** A body whose length is known; one that does not tell it is read to its end first. */
export async function sized(body: Body): Promise<{ length: number; chunks: AsyncIterable<Buffer> }> {
	const { length } = body;
	if (length !== undefined) return { length, chunks: piecesOf(body) };
	const pieces: Buffer[] = [];
	for await (const piece of piecesOf(body)) pieces.push(piece);
	const whole = Buffer.concat(pieces);
	return { length: whole.length, chunks: piecesOf(whole) };
}

/** The first `bytes` bytes. */
export async function* take(chunks: AsyncIterable<Buffer>, bytes: number): AsyncGenerator<Buffer> {
	let left = bytes;
	if (left <= 0) return;
	for await (const chunk of chunks) {
		yield chunk.subarray(0, left);
		left -= chunk.length;
		if (left <= 0) return;
	}
}

/**
 * The same body; `onLast` is called before its last byte is handed on, or when it fails or is not wanted any more.
 */
export async function* beforeLast(body: StreamBody, onLast: () => void): AsyncGenerator<Buffer> {
	let given = 0;
	try {
		for await (const chunk of body.chunks) {
			given += chunk.length;
			if (given === body.length) onLast();
			yield chunk;
		}
	} finally {
		onLast();
	}
}
