import type {
	IExecuteFunctions,
	IHttpRequestMethods,
	ILoadOptionsFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';

import type { Flow } from '../concurrency/flow';
import type { Gate } from '../concurrency/gate';
import type { Provider } from './provider';
import type { Secrets } from './redact';
import type { RequestEffect } from './retry';

/** A Node.js `Readable`. A community node cannot import the class, but can name its type. */
export type ByteStream = Awaited<ReturnType<IExecuteFunctions['helpers']['getBinaryStream']>>;

/** The context of a request: a run, a list in the editor, or a webhook. */
export type CallContext = IExecuteFunctions | ILoadOptionsFunctions | IWebhookFunctions;

/** The provider and address of a request, as errors name them. */
export interface Target extends Secrets {
	readonly provider: Provider;
	/** As returned by `parseBaseUrl`. */
	readonly baseUrl: string;
	/** Aborts when the user stops the execution. */
	readonly cancelled?: AbortSignal | undefined;
}

/** What all requests of a run share. Copies of it (for another address or more secrets) share it too. */
export interface Connection extends Target {
	readonly context: CallContext;
	readonly apiKey: string;
	/** Maximum number of requests of one kind in flight, an integer from 1. */
	readonly concurrency: number;
	/** The gate for one kind of requests, and this run's flow through it. */
	readonly lane: (kind: string) => Lane;
	/** Creates a value once per run, under a name: a list, a socket pool. `close` calls `dispose`. */
	readonly once: <T>(name: string, create: () => T, dispose?: (value: T) => void) => T;
	/** Releases the slots and sockets of the run. */
	readonly close: () => void;
}

export interface Lane {
	readonly gate: Gate;
	readonly flow: Flow;
}

/** Timeout and retries of requests. */
export interface Policy {
	/** Time limit of a request until its response is complete, in milliseconds. */
	readonly timeoutMs: number;
	/** Maximum number of retries. With 0, a rate-limited request fails immediately. */
	readonly maxRetries: number;
	/** Whether to retry a request that may have been processed. */
	readonly repeatUncertain: boolean;
	/** How long to wait, in milliseconds, while a request is rate-limited and the account accepts no other. */
	readonly limitWaitMs: number;
}

/** How one item calls the provider. */
export interface Call {
	readonly connection: Connection;
	readonly policy: Policy;
	/** Counts every request sent. */
	readonly usage: Usage;
	/** Aborts when nothing more may be sent, because the run failed or was cancelled. */
	readonly stopping: AbortSignal;
}

export interface Usage {
	requests: number;
	retries: number;
	/** Retries of requests that may have been processed and charged. */
	uncertainRepeats: number;
}

export interface ApiRequest {
	readonly method: IHttpRequestMethods;
	/** Path below the base URL, beginning with a slash, already encoded. */
	readonly path: string;
	/** Body as JSON. */
	readonly json?: object;
	/** Body as multipart/form-data. Its files are in memory, so that it can be sent again. */
	readonly form?: FormData;
	readonly accept: string;
	/** In addition to the headers of the credential. */
	readonly headers?: Readonly<Record<string, string>>;
	/** `false` sends no API key, and follows redirects. */
	readonly authenticated?: false;
	readonly effect: RequestEffect;
	/** Requests of one kind count towards the same limit of the provider; other kinds are not held back. */
	readonly limitGroup: string;
	/** Keeps the slot of the request occupied beyond its response, until the task that it created settles. */
	readonly occupies?: Promise<unknown>;
}

export interface ApiResponse {
	readonly status: number;
	/** Keys in lower case. */
	readonly headers: Readonly<Record<string, unknown>>;
	readonly body: ByteStream;
	/** Time limit of the request until its body is read, in milliseconds. */
	readonly timeoutMs: number;
}
