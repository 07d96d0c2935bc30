/** What must never be shown, and the text around it that may come from outside. */
export interface Secrets {
	/** The API key, callback tokens, in every form in which they are sent. */
	readonly secrets: readonly string[];
}

const MAX_EXCERPT = 500;

/** The text without any secret. */
export function redact({ secrets }: Secrets, text: string): string {
	return secrets.reduce((clean, secret) => clean.replaceAll(secret, '***'), text);
}

/**
 * Words from outside (a provider's message or code, a header, a host) as they may be shown: redacted, in one
 * line, cut to `max` characters.
 *
 * @returns `undefined` when nothing is left.
 */
export function excerpt(secrets: Secrets, text: string | undefined, max = MAX_EXCERPT): string | undefined {
	if (text === undefined) return undefined;
	// Redacted before it is cut: the cut could leave half a secret, which would no longer be recognized.
	const line = redact(secrets, text).replace(/\s+/g, ' ').trim();
	const short = line.length > max ? `${line.slice(0, max)}…` : line;
	return short === '' ? undefined : short;
}

/** A value out of JSON without any secret in its texts and names. */
export function redactJson(secrets: Secrets, value: unknown): unknown {
	if (typeof value === 'string') return redact(secrets, value);
	if (Array.isArray(value)) return value.map((entry: unknown) => redactJson(secrets, entry));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([name, entry]) => [redact(secrets, name), redactJson(secrets, entry)]),
	);
}
