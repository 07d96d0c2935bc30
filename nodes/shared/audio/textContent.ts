/** Number of bytes that `looksLikeText` reads. */
export const TEXT_SAMPLE_BYTES = 64 * 1024;

/** Shorter content counts as text if it is printable: it is too short to be useful audio. */
const MIN_AUDIO_BYTES = 64;

/** Longest sample that may repeat: two channels of 32 bits. */
const MAX_PERIOD_BYTES = 8;

/** Start of a web page or XML document in any ASCII-compatible encoding. */
const MARKUP = /^\s*<(?:!doctype|!--|\?xml|html|head|body)/i;

/** Control characters that text does not use: all except tab, line feed, form feed, carriage return and escape. */
const isControl = (byte: number): boolean =>
	byte === 0x7f || (byte < 0x20 && byte !== 0x1b && (byte < 0x09 || byte > 0x0d || byte === 0x0b));

/**
 * Tells text (a web page, JSON, an error message) from raw samples, which can start with any bytes.
 *
 * Text is printable UTF-8 with letters, digits and spaces. Audio is not: near silence, 16-bit and 32-bit samples
 * contain 0x00 or 0xff and mu-law contains 0x7f or 0xff, none of which is printable. A constant signal can be
 * printable (such as 0x2020), but it repeats one sample, unlike text.
 *
 * @param head The first bytes; only `TEXT_SAMPLE_BYTES` are read, and the last character may be incomplete.
 */
export function looksLikeText(head: Uint8Array): boolean {
	const bytes = head.subarray(0, TEXT_SAMPLE_BYTES);
	if (bytes.length === 0) return false;
	// Legacy encodings are not valid UTF-8, but markup identifies a page.
	if (MARKUP.test(String.fromCharCode(...bytes.subarray(0, MIN_AUDIO_BYTES)))) return true;
	if (bytes.some(isControl)) return false;
	const text = decode(bytes);
	if (text === undefined) return false;
	if (bytes.length < MIN_AUDIO_BYTES) return true;
	// Minified JSON is mostly punctuation. Faint negative mu-law noise ("~}|{") is all punctuation.
	const words = text.match(/[\p{L}\p{M}\p{N}\s]/gu)?.length ?? 0;
	return words * 5 > text.length && !isConstantSignal(bytes);
}

/** Decodes UTF-8 without an incomplete character at the end; `undefined` if the bytes are not UTF-8. */
function decode(bytes: Uint8Array): string | undefined {
	try {
		// `stream` holds back an incomplete character instead of rejecting it.
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
	} catch {
		return undefined;
	}
}

/** Whether the bytes repeat one sample of up to `MAX_PERIOD_BYTES` bytes; `false` for fewer than 64 bytes. */
export function isConstantSignal(head: Uint8Array): boolean {
	if (head.length < MIN_AUDIO_BYTES) return false;
	return [1, 2, 4, MAX_PERIOD_BYTES].some((period) =>
		head.every((byte, index) => index < period || byte === head[index - period]),
	);
}
