import type { BinaryHelperFunctions, IBinaryData } from 'n8n-workflow';

import type { ByteStream } from '../http/types';

/** Whatever has n8n's binary store: a run or a webhook. */
export interface BinaryContext {
	readonly helpers: BinaryHelperFunctions;
}

/**
 * Puts bytes into n8n's binary store as they come.
 *
 * @param streamTemplate Any stream that n8n handed over. Without one the bytes are collected first: n8n wants a
 *   Node.js stream, and a community node may not import `node:stream` to make one.
 */
export async function storeStream(
	context: BinaryContext,
	chunks: AsyncIterable<Uint8Array>,
	streamTemplate: ByteStream | undefined,
	fileName: string,
	mimeType: string,
): Promise<IBinaryData> {
	const data = streamTemplate === undefined ? await collect(chunks) : toStream(streamTemplate, chunks);
	return await context.helpers.prepareBinaryData(data, fileName, mimeType);
}

/** The bytes of stored binary data: from the store in chunks, or from memory. Can be called again. */
export async function* readStored(
	context: BinaryContext,
	binary: IBinaryData,
): AsyncGenerator<Uint8Array, void, undefined> {
	if (binary.id === undefined) {
		yield Buffer.from(binary.data, 'base64');
		return;
	}
	yield* (await context.helpers.getBinaryStream(binary.id)) as AsyncIterable<Uint8Array>;
}

export async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
	const parts: Uint8Array[] = [];
	for await (const chunk of chunks) parts.push(chunk);
	return toBuffer(parts);
}

/** One after the other; a single part is not copied. */
export function toBuffer(parts: readonly Uint8Array[]): Buffer {
	const [only] = parts;
	if (only === undefined || parts.length > 1) return Buffer.concat(parts);
	return Buffer.from(only.buffer, only.byteOffset, only.byteLength);
}

/** A stream of these chunks, of the class that the other stream is of. */
function toStream(streamTemplate: ByteStream, chunks: AsyncIterable<Uint8Array>): ByteStream {
	const { from } = streamTemplate.constructor as unknown as {
		from: (source: AsyncIterable<Uint8Array>, options: { objectMode: boolean }) => ByteStream;
	};
	return from(chunks, { objectMode: false });
}
