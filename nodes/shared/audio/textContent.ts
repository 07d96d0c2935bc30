/** As many bytes as `looksLikeText` needs to decide. */
export const TEXT_SAMPLE_BYTES = 64 * 1024;

/** Shorter content is text if it can be printed; so few samples are not audio that anybody asked for. */
const MIN_AUDIO_BYTES = 64;

/** The longest sample that may repeat: two channels of 32 bits. */
const MAX_PERIOD_BYTES = 8;

/** What a web page or an XML document starts with, in any encoding that contains ASCII. */
const MARKUP = /^\s*<(?:!doctype|!--|\?xml|html|head|body)/i;

/** Control characters that text has no use for; all but tab, line feed, form feed, carriage return and escape. */
const isControl = (byte: number): boolean =>
	byte === 0x7f || (byte < 0x20 && byte !== 0x1b && (byte < 0x09 || byte > 0x0d || byte === 0x0b));

/**
 * Tells text (a web page, JSON, an error message) from samples without a header, which can start with any bytes.
 *
 * Text is printable UTF-8 with letters, digits and spaces. Audio is not: around silence
 * 16-bit and 32-bit samples contain 0x00 or 0xff, mu-law contains 0x7f or 0xff, and none of these is printable.
 * A constant signal can be printable (0x2020, for example), but it repeats one sample, which no text does.
 *
 * @param head The first bytes, up to `TEXT_SAMPLE_BYTES`; the last character may be cut.
 */
export function looksLikeText(head: Uint8Array): boolean {
	const bytes = head.subarray(0, TEXT_SAMPLE_BYTES);
	if (bytes.length === 0) return false;
	// A legacy encoding is no valid UTF-8, but markup gives a page away.
	if (MARKUP.test(String.fromCharCode(...bytes.subarray(0, MIN_AUDIO_BYTES)))) return true;
	if (bytes.some(isControl)) return false;
	const text = decode(bytes);
	if (text === undefined) return false;
	if (bytes.length < MIN_AUDIO_BYTES) return true;
	// Minified JSON is mostly punctuation. Faint mu-law noise below zero ("~}|{") is nothing else.
	const words = text.match(/[\p{L}\p{M}\p{N}\s]/gu)?.length ?? 0;
	return words * 5 > text.length && !isConstantSignal(bytes);
}

/** The bytes as UTF-8, without a character that is cut at the end; `undefined` when they are not UTF-8. */
function decode(bytes: Uint8Array): string | undefined {
	try {
		// `stream` keeps the bytes of an incomplete character back instead of refusing them.
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
	} catch {
		return undefined;
	}
}

/** Whether it is one sample of up to `MAX_PERIOD_BYTES` bytes again and again, and not just a few. */
export function isConstantSignal(head: Uint8Array): boolean {
	if (head.length < MIN_AUDIO_BYTES) return false;
	return [1, 2, 4, MAX_PERIOD_BYTES].some((period) =>
		head.every((byte, index) => index < period || byte === head[index - period]),
	);
}
