import type { ErrorRow, ErrorBody } from './errors';

/** What the shared code must know about a provider. */
export interface Provider {
	/** Machine name, the `provider` of every output. */
	readonly id: string;
	readonly displayName: string;
	/** Name of the credential type. */
	readonly credential: string;
	readonly errors: readonly ErrorRow[];
	/** Finds code and message in the parsed JSON body of a refusal, whatever its shape. */
	readonly parseErrorBody: (body: unknown) => ErrorBody;
}

/** The rows that hold for every provider; its own table is asked first. */
const GENERAL_ERRORS: readonly ErrorRow[] = [
	{
		status: 400,
		title: 'The request was not accepted',
		nextStep: 'Check the parameters against what the provider says below',
	},
	{
		status: 401,
		title: 'The API key was not accepted',
		nextStep: 'Check the API key in the credential: it may be mistyped, revoked or of another account',
	},
	{
		status: 402,
		title: 'The account has no credit left for this',
		nextStep: 'Top up the account with the provider, then run again',
	},
	{
		status: 403,
		title: 'The API key is not allowed to do this',
		nextStep: 'Check with the provider what the plan and the scopes of this key include',
	},
	{
		status: 404,
		title: 'The provider does not know this address',
		nextStep: 'Check the base URL in the credential: it must be the one of the API, without a further path',
	},
	{
		status: 413,
		title: 'What was sent is too large',
		nextStep: 'Send a smaller file or a shorter text',
	},
	{
		status: 422,
		title: 'The request was not accepted',
		nextStep: 'Check the parameters against what the provider says below',
	},
	{
		status: 429,
		title: 'Too many requests in a short time',
		nextStep: 'Wait a little, or lower Concurrency in the options',
		kind: 'tooFast',
	},
];

const SERVER_FAULT: Omit<ErrorRow, 'status'> = {
	title: 'The provider could not handle the request',
	nextStep:
		'Nothing is wrong with the input as far as can be seen. Try again later, or look at the status page of the provider',
};

const UNEXPECTED: Omit<ErrorRow, 'status'> = {
	title: 'The provider gave an unexpected answer',
	nextStep: 'Check the base URL in the credential, and look at what the provider says below',
};

/** Finds what a refusal means: the row of its code or its message first, then the row of the status. */
export function errorRow(provider: Provider, status: number, { code, message = '' }: ErrorBody): ErrorRow {
	for (const table of [provider.errors, GENERAL_ERRORS]) {
		const rows = table.filter((row) => row.status === status);
		const row =
			rows.find((r) => (r.code !== undefined && r.code === code) || r.messagePattern?.test(message)) ??
			rows.find((r) => r.code === undefined && r.messagePattern === undefined);
		if (row !== undefined) return row;
	}
	return { status, ...(status >= 500 ? SERVER_FAULT : UNEXPECTED) };
}
