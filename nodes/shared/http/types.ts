import type {
	IExecuteFunctions,
	IHttpRequestMethods,
	ILoadOptionsFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';

import type { Gate } from './gate';
import type { Provider } from './provider';
import type { RequestEffect } from './retry';

/** A Node.js `Readable`; its class cannot be imported by a community node, but its type can be named. */
export type ByteStream = Awaited<ReturnType<IExecuteFunctions['helpers']['getBinaryStream']>>;

/** Where requests are made from: a run, a list in the editor, a webhook. */
export type CallContext = IExecuteFunctions | ILoadOptionsFunctions | IWebhookFunctions;

/** Who is asked, as far as an error has to tell. */
export interface Peer {
	readonly provider: Provider;
	/** As `parseBaseUrl` returns it. */
	readonly baseUrl: string;
	/** What must never be shown, such as the API key. */
	readonly secrets: readonly string[];
	readonly cancelled?: AbortSignal | undefined;
}

/** Everything that the requests of one run share. */
export interface Connection extends Peer {
	readonly context: CallContext;
	/** Bounds the requests in flight. */
	readonly gate: Gate;
	/** What to close when the run is over. */
	readonly closers: Array<() => void>;
}

/** One item's way to the provider. `usage` counts up with every request sent. */
export interface Call {
	readonly connection: Connection;
	readonly limits: { readonly timeoutMs: number; readonly maxRetries: number };
	readonly usage: { requests: number; retries: number };
}

export interface ApiRequest {
	readonly method: IHttpRequestMethods;
	/** Path below the base URL, beginning with a slash, its parts already encoded. */
	readonly path: string;
	/** Body as JSON. */
	readonly json?: object;
	/** Body as multipart/form-data; can be sent again, since its files are in memory. */
	readonly form?: FormData;
	readonly accept: string;
	/** Besides those of the credential. */
	readonly headers?: Readonly<Record<string, string>>;
	/** `false` for what needs no key; then redirects are followed, since there is nothing to lose. */
	readonly authenticated?: false;
	readonly effect: RequestEffect;
}

export interface ApiResponse {
	readonly status: number;
	/** Keys in lower case. */
	readonly headers: Readonly<Record<string, unknown>>;
	readonly body: ByteStream;
	/** How long the request may take until its body is read, in milliseconds. */
	readonly timeoutMs: number;
}
