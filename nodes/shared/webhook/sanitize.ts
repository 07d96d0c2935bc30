const LONGEST_TEXT = 2000;
const MOST_ENTRIES = 100;
const DEEPEST = 5;

/**
 * A copy of a JSON value from outside that is fit for an item: without secrets, and of bounded size (texts
 * of 2000 characters, 100 entries, 5 levels).
 *
 * @param secrets What must not be shown, such as the API key and the token of a callback URL.
 */
export function sanitize(value: unknown, secrets: readonly string[], depth = 0): unknown {
	if (typeof value === 'string') return sanitizeText(value, secrets);
	if (typeof value !== 'object' || value === null) return value;
	if (depth >= DEEPEST) return '…';
	if (Array.isArray(value)) {
		return value.slice(0, MOST_ENTRIES).map((entry) => sanitize(entry, secrets, depth + 1));
	}
	const entries = Object.entries(value).slice(0, MOST_ENTRIES);
	return Object.fromEntries(
		entries.map(([name, entry]) => [sanitizeText(name, secrets), sanitize(entry, secrets, depth + 1)]),
	);
}

function sanitizeText(text: string, secrets: readonly string[]): string {
	// Redacted before it is cut: the cut could leave half a secret, which would no longer be recognised.
	const redacted = redact(text, secrets);
	return redacted.length > LONGEST_TEXT ? `${redacted.slice(0, LONGEST_TEXT)}…` : redacted;
}

function redact(text: string, secrets: readonly string[]): string {
	return secrets.filter(Boolean).reduce((clean, secret) => clean.replaceAll(secret, '***'), text);
}
