import type { BinaryHelperFunctions, IBinaryData } from 'n8n-workflow';

import type { ByteStream } from '../http/types';

/** A context with n8n's binary store: that of a run or a webhook. */
export interface BinaryContext {
	readonly helpers: BinaryHelperFunctions;
}

/**
 * Streams bytes into n8n's binary store.
 *
 * @param streamTemplate Any stream received from n8n, since a community node must not import `node:stream` to create
 *   one. Without it, the bytes are collected in memory first.
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

/** Reads stored binary data, from the store in chunks or from memory. */
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
	const received: Uint8Array[] = [];
	for await (const chunk of chunks) received.push(chunk);
	return toBuffer(received);
}

/** Concatenates chunks; does not copy a single one. */
export function toBuffer(chunks: readonly Uint8Array[]): Buffer {
	const [first] = chunks;
	if (first === undefined || chunks.length > 1) return Buffer.concat(chunks);
	return Buffer.from(first.buffer, first.byteOffset, first.byteLength);
}

/** Creates a stream of the same class as the template. */
function toStream(streamTemplate: ByteStream, chunks: AsyncIterable<Uint8Array>): ByteStream {
	const { from } = streamTemplate.constructor as unknown as {
		from: (source: AsyncIterable<Uint8Array>, options: { objectMode: boolean }) => ByteStream;
	};
	return from(chunks, { objectMode: false });
}
