import { statusError } from '../../shared/http/createErrors';
import type { Call } from '../../shared/http/types';

/** What the provider writes into a stream of audio when the quota is exceeded, with status 200. */
const MARKER = Buffer.from('--ERROR:QUOTA_EXCEEDED--');

/**
 * Passes audio through until the marker, which may span chunks: bytes that could begin it are held back until
 * the next chunk.
 *
 * @throws {ProviderError} at the marker.
 */
export async function* untilQuotaMarker(
	call: Call,
	chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
	let pending: Buffer = Buffer.alloc(0);
	for await (const chunk of chunks) {
		const bytes = pending.length > 0 ? Buffer.concat([pending, chunk]) : viewOf(chunk);
		const marker = bytes.indexOf(MARKER);
		if (marker >= 0) {
			// The audio before the marker is paid for.
			if (marker > 0) yield bytes.subarray(0, marker);
			throw statusError(call.connection, 429, JSON.stringify({ error_code: 'USAGE_LIMIT_EXCEEDED' }));
		}
		const safeLength = bytes.length - markerPrefixLength(bytes);
		if (safeLength > 0) yield bytes.subarray(0, safeLength);
		pending = bytes.subarray(safeLength);
	}
	if (pending.length > 0) yield pending;
}

/** The bytes as a `Buffer`, without copying. */
const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array): Buffer =>
	Buffer.from(buffer, byteOffset, byteLength);

/** Length of the longest suffix of the bytes that is a prefix of the marker. */
function markerPrefixLength(bytes: Buffer): number {
	for (let length = Math.min(MARKER.length - 1, bytes.length); length > 0; length -= 1) {
		if (bytes.subarray(-length).equals(MARKER.subarray(0, length))) return length;
	}
	return 0;
}
