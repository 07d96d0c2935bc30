import type { Secrets } from '../http/redact';
import { redact } from '../http/redact';

const MAX_TEXT = 2000;
const MAX_ENTRIES = 100;
const MAX_DEPTH = 5;

/**
 * Copies a JSON value from outside for use in an item: redacts secrets and limits its size (2000 characters per text,
 * 100 entries per array or object, 5 levels).
 *
 * @param secrets Secrets to redact, such as the API key and the token of a callback URL.
 */
export function sanitize(value: unknown, secrets: Secrets, depth = 0): unknown {
	if (typeof value === 'string') return sanitizeText(value, secrets);
	if (typeof value !== 'object' || value === null) return value;
	if (depth >= MAX_DEPTH) return '…';
	if (Array.isArray(value)) {
		return value.slice(0, MAX_ENTRIES).map((entry) => sanitize(entry, secrets, depth + 1));
	}
	const entries = Object.entries(value).slice(0, MAX_ENTRIES);
	return Object.fromEntries(
		entries.map(([name, entry]) => [sanitizeText(name, secrets), sanitize(entry, secrets, depth + 1)]),
	);
}

function sanitizeText(text: string, secrets: Secrets): string {
	// Redact before cutting: half a secret would not be recognized.
	const redacted = redact(secrets, text);
	return redacted.length > MAX_TEXT ? `${redacted.slice(0, MAX_TEXT)}…` : redacted;
}
