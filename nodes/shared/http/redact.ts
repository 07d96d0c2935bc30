/** What must never be shown. */
export interface Secrets {
	/** The API key and callback tokens, in every form in which they are sent. */
	readonly secrets: readonly string[];
}

const MAX_EXCERPT = 500;

/** Replaces every secret in the text. */
export function redact({ secrets }: Secrets, text: string): string {
	return secrets.reduce((clean, secret) => clean.replaceAll(secret, '***'), text);
}

/**
 * Text from outside (a provider's message or code, a header, a host), made safe to show: redacted, on one line,
 * cut to `max` characters.
 *
 * @returns `undefined` if the result is empty.
 */
export function excerpt(secrets: Secrets, text: string | undefined, max = MAX_EXCERPT): string | undefined {
	if (text === undefined) return undefined;
	// Redact before cutting: half a secret would not be recognized.
	const line = redact(secrets, text).replace(/\s+/g, ' ').trim();
	const short = line.length > max ? `${line.slice(0, max)}…` : line;
	return short === '' ? undefined : short;
}

/** Replaces every secret in the strings and names of a JSON value. */
export function redactJson(secrets: Secrets, value: unknown): unknown {
	if (typeof value === 'string') return redact(secrets, value);
	if (Array.isArray(value)) return value.map((entry: unknown) => redactJson(secrets, entry));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([name, entry]) => [redact(secrets, name), redactJson(secrets, entry)]),
	);
}
