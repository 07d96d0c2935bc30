import { createHmac, timingSafeEqual } from 'node:crypto';

/** Query parameter of the token. Not `token`, which a URL may already have. */
const PARAMETER = 'voice_token';

/**
 * Signs a callback URL with the API key: HMAC-SHA-256 (RFC 2104) over the subject, which says what the URL is for.
 * The token does not cover the body that is sent to the URL.
 *
 * @returns 43 characters of base64url.
 */
export function callbackToken(apiKey: string, subject: string): string {
	// The prefix makes the token useless for any other purpose of the same key.
	return createHmac('sha256', apiKey)
		.update(`n8n-nodes-voice-cloning callback\n${subject}`)
		.digest('base64url');
}

/** Adds the token to a URL, or replaces it. */
export function signCallbackUrl(url: URL, apiKey: string, subject: string): string {
	const signed = new URL(url);
	signed.searchParams.set(PARAMETER, callbackToken(apiKey, subject));
	return signed.href;
}

/**
 * Whether a query has the token for this subject, compared in constant time. Without an API key no token is valid,
 * since anyone could create it.
 */
export function hasCallbackToken(query: object, apiKey: string, subject: string): boolean {
	if (apiKey === '') return false;
	const expected = Buffer.from(callbackToken(apiKey, subject));
	const token = PARAMETER in query ? query[PARAMETER] : undefined;
	const received = Buffer.from(typeof token === 'string' ? token : '');
	return received.length === expected.length && timingSafeEqual(received, expected);
}

/**
 * Returns the secrets in a callback URL to redact: our token, and n8n's own for a parked execution. The provider
 * knows the URL and may repeat it in a response.
 */
export function callbackSecrets(query: object): string[] {
	const { [PARAMETER]: token, signature } = query as Readonly<Record<string, unknown>>;
	return [token, signature].filter((value) => typeof value === 'string').filter((value) => value !== '');
}

/**
 * Returns the subject of a webhook's token: the last two segments of its path, which never change. They are the same
 * in the test and production URLs, and behind a proxy that adds a prefix.
 */
export function webhookSubject(url: string): string {
	return `webhook ${new URL(url).pathname.split('/').filter(Boolean).slice(-2).join('/')}`;
}

/** Returns the subject of the token in the resume URL of a parked execution. */
export const executionSubject = (executionId: string, nodeId: string): string =>
	`execution ${executionId} ${nodeId}`;
