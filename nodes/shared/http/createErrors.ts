import type { FailureKind } from './errors';
import { errorMessage, ProviderError } from './errors';
import { errorRow } from './errorTable';
import { parseJson } from './json';
import { excerpt } from './redact';
import { STOPPED } from './stopped';
import type { Target } from './types';

/** Longer codes and hosts are cut. */
const MAX_CODE = 100;

/**
 * Error codes of Node.js and OpenSSL: https://nodejs.org/api/errors.html
 * (system errors) and https://nodejs.org/api/tls.html (X509 certificate error codes).
 */
const NOT_CONNECTED = /^(ECONNREFUSED|EAI_AGAIN)$/;
/** These can also close a connection over which a request was sent. */
const UNREACHABLE = /^(EHOSTUNREACH|ENETUNREACH|ENETDOWN)$/;
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_(VERIFY|GET)|ERR_TLS|EPROTO|ERR_SSL/;
/** `ERR_CANCELED` without a cancelled execution: the request timed out. */
const TIMED_OUT = /^(ETIMEDOUT|ECONNABORTED|ESOCKETTIMEDOUT|ERR_CANCELED)$/;

/** Explains what n8n's request helper, or a response body, threw. */
export function networkError(target: Target, error: unknown, timeoutMs: number): ProviderError {
	if (error instanceof ProviderError) return error;
	const { provider, baseUrl, cancelled } = target;
	const host = new URL(baseUrl).host;
	const code = systemCode(error);
	const failure = (kind: FailureKind, title: string, nextStep: string) =>
		new ProviderError({ kind, title, nextStep, ...(code !== undefined && { code }) });

	if (cancelled?.aborted === true) {
		return failure('cancelled', STOPPED.cancelled.title, STOPPED.cancelled.nextStep);
	}
	if (code === 'ENOTFOUND') {
		return failure(
			'misconfigured',
			`Host ${host} not found`,
			'Check the base URL in the credential for typos, and the DNS settings of the machine that runs n8n',
		);
	}
	if (code !== undefined && (NOT_CONNECTED.test(code) || (UNREACHABLE.test(code) && wasConnecting(error)))) {
		return failure(
			'notConnected',
			`Could not connect to ${host}`,
			'Check the base URL in the credential, and whether a firewall blocks the connection. Nothing was sent',
		);
	}
	if (code !== undefined && CERTIFICATE.test(code)) {
		return failure(
			'misconfigured',
			`Could not establish a secure connection to ${host}`,
			'Check the base URL in the credential. If a proxy uses its own certificate, add it to n8n with NODE_EXTRA_CA_CERTS',
		);
	}
	if (code !== undefined && TIMED_OUT.test(code)) {
		return failure(
			'timedOut',
			`${provider.displayName} did not complete the response within ${inSeconds(timeoutMs)}`,
			'Increase Timeout in the options, or send a shorter text. The request may have been processed and charged',
		);
	}
	return failure(
		'connectionLost',
		`The connection to ${provider.displayName} closed before the response was complete`,
		'Run the workflow again. The request may have been processed and charged',
	);
}

/**
 * Explains an error response, or an error in a successful one, with the status that its code belongs to.
 *
 * @param retryAfterMs Value of the header `Retry-After`.
 */
export function statusError(
	target: Target,
	status: number,
	text: string,
	retryAfterMs?: number,
): ProviderError {
	const { provider } = target;
	const body = parseJson(text);
	const errorBody = provider.parseErrorBody(body);
	const gateway = status === 502 || status === 503 || status === 504;
	if (looksLikeHtml(text) && status !== 429 && !gateway) return webPageError(target, status);

	const row = errorRow(provider, status, errorBody);
	const message = errorBody.message ?? (looksLikeHtml(text) ? undefined : withoutExtra(body, text));
	return new ProviderError({
		kind: row.kind ?? kindOf(status),
		title: row.title,
		nextStep: row.nextStep,
		status,
		code: excerpt(target, errorBody.code, MAX_CODE),
		message: excerpt(target, message),
		// A header of 0 or with a date in the past carries no information.
		retryAfterMs: longer(errorBody.retryAfterMs, retryAfterMs),
		limit: errorBody.limit,
	});
}

function kindOf(status: number): FailureKind {
	if (status === 502 || status === 503 || status === 504) return 'unavailable';
	return status >= 500 ? 'serverFault' : 'refused';
}

function longer(one: number | undefined, other: number | undefined): number | undefined {
	return one === undefined ? other : Math.max(one, other ?? 0);
}

/** A response without a message, as text. Leaves out `extra`, which can contain part of an API key. */
function withoutExtra(body: unknown, text: string): string {
	if (body === undefined) return text;
	return JSON.stringify(body, (name, value: unknown) => (name === 'extra' ? undefined : value));
}

/** An HTML page instead of an API response: a challenge, a login page, the wrong host. */
export function webPageError(target: Target, status: number): ProviderError {
	return new ProviderError({
		kind: status < 300 ? 'unusable' : 'refused',
		title: `${target.provider.displayName} returned a web page instead of an API response`,
		nextStep:
			'Check the base URL in the credential. If it is correct, check for a firewall or proxy (a Cloudflare challenge, a login page) between n8n and the provider',
		status,
	});
}

/** A successful response that cannot be used. */
export function unusableError(title: string, nextStep: string, message?: string): ProviderError {
	return new ProviderError({ kind: 'unusable', title, nextStep, ...(message !== undefined && { message }) });
}

/**
 * A successful response that lacks the expected content: the provider's own error if it contains one; otherwise
 * an error that quotes the response.
 *
 * @param title Used unless the response is an error of the provider.
 */
export function unexpectedResponse(
	target: Target,
	answer: unknown,
	title: string,
	nextStep: string,
): ProviderError {
	return (
		errorInSuccessBody(target, JSON.stringify(answer ?? '')) ??
		unusableError(title, nextStep, excerpt(target, withoutExtra(answer ?? '', '')))
	);
}

/** The thrown error; one that does not come from the provider (a full disk, a missing file) is quoted in a new one. */
export function asProviderError(reason: unknown, title: string): ProviderError {
	return reason instanceof ProviderError
		? reason
		: unusableError(title, 'See the reason below', errorMessage(reason));
}

/**
 * A redirect of a request with the API key, which is not followed.
 *
 * @param path Path of the request below the base URL. The API has only moved if the redirect leads to the same
 *   path; any other target (a storage host, a login page) must not get the key.
 */
export function redirectError(
	target: Target,
	status: number,
	location: unknown,
	path: string,
): ProviderError {
	const url =
		typeof location === 'string' && URL.canParse(location, target.baseUrl)
			? new URL(location, target.baseUrl)
			: undefined;
	const destination = excerpt(target, url?.origin, MAX_CODE) ?? 'another address';
	const moved = url !== undefined && `${url.pathname}${url.search}`.endsWith(path);
	return new ProviderError({
		kind: 'refused',
		title: `${target.provider.displayName} redirected the request to ${destination}`,
		nextStep: moved
			? `If you trust ${destination}, enter it as the base URL in the credential. ${REDIRECTS}`
			: `Check the base URL in the credential. If it is correct, try again later. ${REDIRECTS}`,
		status,
	});
}

const REDIRECTS = 'Requests with the API key do not follow redirects, which would disclose it';

export function looksLikeHtml(text: string): boolean {
	return /^\s*<(!doctype|html|head|body)/i.test(text);
}

/** A duration, to the millisecond: "1 second", "2.5 seconds". */
export function inSeconds(milliseconds: number): string {
	const seconds = toSeconds(milliseconds);
	return seconds === 1 ? '1 second' : `${seconds} seconds`;
}

/** Seconds, to the millisecond. */
export const toSeconds = (milliseconds: number): number => Math.round(milliseconds) / 1000;

/** Whether the connection could not be opened; Node.js says so in `syscall` and in the message. */
function wasConnecting(error: unknown): boolean {
	for (let current: unknown = error; current instanceof Error; current = current.cause) {
		if ('syscall' in current) return current.syscall === 'connect';
		if (current.message.startsWith('connect ')) return true;
	}
	return false;
}

function systemCode(error: unknown): string | undefined {
	for (let current: unknown = error; current instanceof Error; current = current.cause) {
		if ('code' in current && typeof current.code === 'string') return current.code;
	}
	return undefined;
}

/** The provider's error in a successful response, recognized by its code; `undefined` for anything else. */
function errorInSuccessBody(target: Target, text: string): ProviderError | undefined {
	const { provider } = target;
	const { code } = provider.parseErrorBody(parseJson(text));
	const status = code === undefined ? undefined : provider.statusOfCode(code);
	return status === undefined ? undefined : statusError(target, status, text);
}

/** A successful response with text instead of audio: an error of the provider, a web page, or anything else. */
export function unexpectedTextError(target: Target, status: number, text: string): ProviderError {
	const { provider } = target;
	if (looksLikeHtml(text)) return webPageError(target, status);
	return (
		errorInSuccessBody(target, text) ??
		unusableError(
			`${provider.displayName} returned no audio`,
			'See the response below. If it does not explain the problem, try again later',
			excerpt(target, text),
		)
	);
}
