import type { ErrorBody, ErrorRow } from './errors';
import type { Provider } from './provider';

const INVALID_REQUEST = {
	title: '{provider} rejected the request',
	nextStep: 'Correct the parameters that {provider} names below',
} as const;

const UNAVAILABLE = {
	title: '{provider} is temporarily unavailable',
	nextStep: 'Try again later. The request may have been processed and charged',
} as const;

/** Too many requests per time. */
export const RATE_LIMITED = {
	status: 429,
	title: '{provider} rate limit reached',
	nextStep:
		'Lower Concurrency in the options, or spread the requests over time. Other workflows that use the same API key count too',
	kind: 'rateLimited',
} as const satisfies ErrorRow;

/** Too many requests in flight. */
export const CONCURRENCY_LIMITED = {
	status: 429,
	title: '{provider} concurrency limit reached',
	nextStep: 'Lower Concurrency in the options. Other workflows that use the same API key count too',
	kind: 'concurrencyLimited',
} as const satisfies ErrorRow;

export const INVALID_KEY = {
	status: 401,
	title: 'The {provider} API key was rejected',
	nextStep: 'Check the API key in the credential. It may be mistyped, revoked, or from another account',
} as const satisfies ErrorRow;

/** What a status means with every provider, unless its own table says otherwise. */
export const GENERAL_ERRORS: readonly ErrorRow[] = [
	{ status: 400, ...INVALID_REQUEST },
	INVALID_KEY,
	{
		status: 402,
		title: 'The {provider} account has insufficient credit',
		nextStep: 'Add credit to the account, then run the workflow again',
	},
	{
		status: 403,
		title: 'The {provider} API key does not allow this request',
		nextStep: "Check which requests your plan and your key's scopes include",
	},
	{
		status: 404,
		title: '{provider} found nothing at this address',
		nextStep: 'Check the base URL in the credential. Remove any path that does not belong to the API',
	},
	{
		status: 413,
		title: 'The request is too large for {provider}',
		nextStep: 'Send a smaller file or a shorter text',
	},
	{ status: 422, ...INVALID_REQUEST },
	{ ...CONCURRENCY_LIMITED, messagePattern: /concurren|same time|simultaneous|parallel/i },
	RATE_LIMITED,
	{ status: 502, ...UNAVAILABLE },
	{ status: 503, ...UNAVAILABLE },
	{ status: 504, ...UNAVAILABLE },
];

/** What any other status means. */
export const OTHER_ERRORS = {
	server: {
		title: '{provider} failed to process the request',
		nextStep: 'Try again later. The request may have been charged',
	},
	other: {
		title: '{provider} returned an unexpected status',
		nextStep: 'Check the base URL in the credential, and the response below',
	},
} as const;

/** The provider's code, or a message that matches, decides before the status alone does. */
export function errorRow(provider: Provider, status: number, { code, message = '' }: ErrorBody): ErrorRow {
	for (const table of [provider.errors, GENERAL_ERRORS]) {
		const rows = table.filter((row) => row.status === status);
		const row =
			rows.find((r) => (r.code !== undefined && r.code === code) || r.messagePattern?.test(message)) ??
			rows.find((r) => r.code === undefined && r.messagePattern === undefined);
		if (row !== undefined) return named(provider, row);
	}
	return named(provider, { status, ...(status >= 500 ? OTHER_ERRORS.server : OTHER_ERRORS.other) });
}

function named({ displayName }: Provider, row: ErrorRow): ErrorRow {
	const withName = (text: string) => text.replaceAll('{provider}', displayName);
	return { ...row, title: withName(row.title), nextStep: withName(row.nextStep) };
}
