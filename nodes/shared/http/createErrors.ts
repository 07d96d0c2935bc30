import type { FailureKind } from './errors';
import { errorMessage, ProviderError } from './errors';
import { errorRow } from './errorTable';
import { parseJson } from './json';
import { excerpt } from './redact';
import type { Target } from './types';

/** Longer codes and hosts are cut. */
const MAX_CODE = 100;

/**
 * Error codes of Node.js and OpenSSL by what they mean for the request: https://nodejs.org/api/errors.html
 * (system errors) and https://nodejs.org/api/tls.html (X509 certificate error codes).
 */
const NOT_CONNECTED = /^(ECONNREFUSED|EAI_AGAIN)$/;
/** These can also end a connection over which a request has gone out. */
const UNREACHABLE = /^(EHOSTUNREACH|ENETUNREACH|ENETDOWN)$/;
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_(VERIFY|GET)|ERR_TLS|EPROTO|ERR_SSL/;
/** `ERR_CANCELED` without a cancelled execution: the request's own time is up. */
const TIMED_OUT = /^(ETIMEDOUT|ECONNABORTED|ESOCKETTIMEDOUT|ERR_CANCELED)$/;

/** Turns what n8n's request helper, or a response body, threw into an error that says what to do. */
export function networkError(target: Target, error: unknown, timeoutMs: number): ProviderError {
	if (error instanceof ProviderError) return error;
	const { provider, baseUrl, cancelled } = target;
	const host = new URL(baseUrl).host;
	const code = systemCode(error);
	const failure = (kind: FailureKind, title: string, nextStep: string) =>
		new ProviderError({ kind, title, nextStep, ...(code !== undefined && { code }) });

	if (cancelled?.aborted === true) {
		return failure(
			'cancelled',
			'The execution was cancelled',
			'Run the workflow again when you want the result',
		);
	}
	if (code === 'ENOTFOUND') {
		return failure(
			'misconfigured',
			`The host ${host} cannot be found`,
			'Check the base URL in the credential for a typing mistake, and the DNS of the machine that runs n8n',
		);
	}
	if (code !== undefined && (NOT_CONNECTED.test(code) || (UNREACHABLE.test(code) && wasConnecting(error)))) {
		return failure(
			'notConnected',
			`${host} cannot be reached`,
			'Nothing was sent. Check the base URL in the credential, and that the machine that runs n8n may connect to it',
		);
	}
	if (code !== undefined && CERTIFICATE.test(code)) {
		return failure(
			'misconfigured',
			`No trusted connection to ${host} could be made`,
			'Check the base URL in the credential; a proxy with a certificate of its own must be known to n8n (NODE_EXTRA_CA_CERTS)',
		);
	}
	if (code !== undefined && TIMED_OUT.test(code)) {
		return failure(
			'timedOut',
			`${provider.displayName} did not finish its answer within ${inSeconds(timeoutMs)}`,
			'Raise Timeout in the options, or send a shorter text. The request may have been processed and charged',
		);
	}
	return failure(
		'connectionLost',
		`The connection to ${provider.displayName} ended before its answer was complete`,
		'Run again. The request may have been processed and charged',
	);
}

/**
 * What a status and an error body mean. Used as well for an error that came under status 200, with the
 * status that its code stands for.
 *
 * @param retryAfterMs What the header `Retry-After` says.
 */
export function statusError(
	target: Target,
	status: number,
	text: string,
	retryAfterMs?: number,
): ProviderError {
	const { provider } = target;
	const body = parseJson(text);
	const words = provider.parseErrorBody(body);
	const gateway = status === 502 || status === 503 || status === 504;
	if (looksLikeHtml(text) && status !== 429 && !gateway) return webPageError(target, status);

	const row = errorRow(provider, status, words);
	const message = words.message ?? (looksLikeHtml(text) ? undefined : withoutExtra(body, text));
	return new ProviderError({
		kind: row.kind ?? kindOf(status),
		title: row.title,
		nextStep: row.nextStep,
		status,
		code: excerpt(target, words.code, MAX_CODE),
		message: excerpt(target, message),
		// The longer one: a header of 0 or a date in the past says nothing.
		retryAfterMs: longer(words.retryAfterMs, retryAfterMs),
		limit: words.limit,
	});
}

function kindOf(status: number): FailureKind {
	if (status === 502 || status === 503 || status === 504) return 'unavailable';
	return status >= 500 ? 'serverFault' : 'refused';
}

function longer(one: number | undefined, other: number | undefined): number | undefined {
	return one === undefined ? other : Math.max(one, other ?? 0);
}

/** An answer without a message as text, but for `extra`, which can hold part of an API key. */
function withoutExtra(body: unknown, text: string): string {
	if (body === undefined) return text;
	return JSON.stringify(body, (name, value: unknown) => (name === 'extra' ? undefined : value));
}

/** An HTML page where the API should have answered: a challenge, a login page, a wrong host. */
export function webPageError(target: Target, status: number): ProviderError {
	return new ProviderError({
		kind: status < 300 ? 'unusable' : 'refused',
		title: `A web page came back instead of an answer of ${target.provider.displayName}`,
		nextStep:
			'Check the base URL in the credential. If it is right, a firewall or proxy (a Cloudflare challenge, a login page) stands between n8n and the provider',
		status,
	});
}

/** A successful status with a body that is not what was asked for. */
export function unusableError(title: string, nextStep: string, message?: string): ProviderError {
	return new ProviderError({ kind: 'unusable', title, nextStep, ...(message !== undefined && { message }) });
}

/**
 * A successful status without what was asked for: the provider's error in disguise, or something else
 * altogether, which is quoted.
 *
 * @param title Of the error for something else.
 */
export function unexpectedAnswer(
	target: Target,
	answer: unknown,
	title: string,
	nextStep: string,
): ProviderError {
	const disguised = errorInSuccessBody(target, JSON.stringify(answer ?? ''));
	return disguised ?? unusableError(title, nextStep, excerpt(target, withoutExtra(answer ?? '', '')));
}

/** What was thrown, or if that is not about the provider (a full disk, a file that is gone), an error that quotes it. */
export function asProviderError(reason: unknown, title: string): ProviderError {
	return reason instanceof ProviderError
		? reason
		: unusableError(title, 'Check the reason below', errorMessage(reason));
}

/**
 * A redirect, which is never followed.
 *
 * @param path Path of the request below the base URL. Only a redirect to the same path elsewhere means that
 *   the API has moved; any other (to a storage host, to a login page) must not be told the key.
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
		title: `${target.provider.displayName} redirects to ${destination}`,
		nextStep: moved
			? `Redirects are not followed, since the API key would be sent along. If you trust ${destination}, enter it as base URL in the credential`
			: 'Redirects are not followed, since the API key would be sent along. Check the base URL in the credential; if it is right, try again later',
		status,
	});
}

export function looksLikeHtml(text: string): boolean {
	return /^\s*<(!doctype|html|head|body)/i.test(text);
}

/** A duration for a person: "1 second", "2.5 seconds". */
export function inSeconds(milliseconds: number): string {
	const seconds = Math.ceil(milliseconds / 100) / 10;
	return seconds === 1 ? '1 second' : `${seconds} seconds`;
}

/** Whether the failure came while the connection was made; Node.js says so in `syscall` and in the message. */
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

/** The provider's error in an answer that says it went well, told by its code; `undefined` for anything else. */
export function errorInSuccessBody(target: Target, text: string): ProviderError | undefined {
	const { provider } = target;
	const { code } = provider.parseErrorBody(parseJson(text));
	const row = code === undefined ? undefined : provider.errors.find((candidate) => candidate.code === code);
	return row === undefined ? undefined : statusError(target, row.status, text);
}

/** A success status with text where audio should be: the provider's error in disguise, or a web page. */
export function unexpectedTextError(target: Target, status: number, text: string): ProviderError {
	const { provider } = target;
	if (looksLikeHtml(text)) return webPageError(target, status);
	const disguised = errorInSuccessBody(target, text);
	if (disguised !== undefined) return disguised;
	return unusableError(
		`${provider.displayName} did not answer with audio`,
		'Look at what came instead, below; if it does not explain itself, try again later',
		excerpt(target, text),
	);
}
