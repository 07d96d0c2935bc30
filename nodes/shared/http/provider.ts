import type { ErrorBody, ErrorRow } from './errors';

/** What the shared code needs to know about a provider. */
export interface Provider {
	/** Machine name, the `provider` of every output. */
	readonly id: string;
	readonly displayName: string;
	/** Name of the credential type. */
	readonly credential: string;
	/** The headers that authenticate a request: for the credential, its test, and the operations. */
	readonly authHeaders: (apiKey: string) => Readonly<Record<string, string>>;
	/** What only this provider reports; anything else is in the general table. */
	readonly errors: readonly ErrorRow[];
	/** Reads code and message from the parsed JSON body of an error response, in any shape that the provider uses. */
	readonly parseErrorBody: (body: unknown) => ErrorBody;
	/** The status that an error code belongs to, for an error in a response with another status; `undefined` if unknown. */
	readonly statusOfCode: (code: string) => number | undefined;
}
