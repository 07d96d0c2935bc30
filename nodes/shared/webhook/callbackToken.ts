import { createHmac, timingSafeEqual } from 'node:crypto';

/** Query parameter that carries the token; a URL may have a `token` of its own. */
const PARAMETER = 'voice_token';

/**
 * Proves that a callback URL was handed out by someone who holds the API key: HMAC-SHA-256 (RFC 2104) over
 * what the URL is for. It says nothing about the body that is sent to it.
 *
 * @returns 43 characters of base64url.
 */
export function callbackToken(apiKey: string, subject: string): string {
	// The prefix keeps this from being of use for anything else that is ever derived from the key.
	return createHmac('sha256', apiKey)
		.update(`n8n-nodes-voice-cloning callback\n${subject}`)
		.digest('base64url');
}

/** The URL with its token; one that it has already is replaced. */
export function signCallbackUrl(url: URL, apiKey: string, subject: string): string {
	const signed = new URL(url);
	signed.searchParams.set(PARAMETER, callbackToken(apiKey, subject));
	return signed.href;
}

/**
 * Whether a query carries the token for this subject; takes as long for a wrong one as for a right one.
 * Without an API key there is no valid token, since anyone could make it.
 */
export function hasCallbackToken(query: object, apiKey: string, subject: string): boolean {
	if (apiKey === '') return false;
	const wanted = Buffer.from(callbackToken(apiKey, subject));
	const given = PARAMETER in query ? query[PARAMETER] : undefined;
	const bytes = Buffer.from(typeof given === 'string' ? given : '');
	return bytes.length === wanted.length && timingSafeEqual(bytes, wanted);
}

/**
 * What gives the URL of a signed call its power: our token, and n8n's own for a parked execution. The provider
 * knows the URL and may repeat it in an answer.
 */
export function callbackSecrets(query: object): string[] {
	const { [PARAMETER]: token, signature } = query as Readonly<Record<string, unknown>>;
	return [token, signature].filter((value) => typeof value === 'string').filter((value) => value !== '');
}

/**
 * What the token of a webhook is made over: the last two segments of its path, which n8n gives it once and
 * for all. They are the same for its test and its production URL, and behind a proxy that adds a prefix.
 */
export function webhookSubject(url: string): string {
	return `webhook ${new URL(url).pathname.split('/').filter(Boolean).slice(-2).join('/')}`;
}

/** What the token in the resume URL of a parked execution is made over. */
export const executionSubject = (executionId: string, nodeId: string): string =>
	`execution ${executionId} ${nodeId}`;
