/** Parses an absolute http or https URL; `undefined` for anything else. */
export function parseHttpUrl(text: string): URL | undefined {
	// `URL` alone would also accept `https:example.com`.
	return /^https?:\/\//i.test(text) && URL.canParse(text) ? new URL(text) : undefined;
}
