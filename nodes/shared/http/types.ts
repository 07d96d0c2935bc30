import type {
	IExecuteFunctions,
	IHttpRequestMethods,
	ILoadOptionsFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';

import type { Flow } from '../concurrency/flow';
import type { Gate } from '../concurrency/gate';
import type { Provider } from './errorTable';
import type { Secrets } from './redact';
import type { RequestEffect } from './retry';

/** A Node.js `Readable`; its class cannot be imported by a community node, but its type can be named. */
export type ByteStream = Awaited<ReturnType<IExecuteFunctions['helpers']['getBinaryStream']>>;

/** Where requests are made from: a run, a list in the editor, a webhook. */
export type CallContext = IExecuteFunctions | ILoadOptionsFunctions | IWebhookFunctions;

/** Who is asked, as far as an error has to tell. */
export interface Target extends Secrets {
	readonly provider: Provider;
	/** As `parseBaseUrl` returns it. */
	readonly baseUrl: string;
	/** Aborts when the user stops the execution. */
	readonly cancelled?: AbortSignal | undefined;
}

/** Everything that the requests of one run share. */
export interface Connection extends Target {
	readonly context: CallContext;
	readonly apiKey: string;
	/** Most requests of one kind in flight, a whole number from 1. */
	readonly concurrency: number;
	/** The gate of a kind of requests, and this run's part of it. */
	readonly lane: (kind: string) => Lane;
	/** What is made once in a run, under a name: a list, a pool of sockets. `dispose` is called when the run is over. */
	readonly once: <T>(name: string, create: () => T, dispose?: (value: T) => void) => T;
	/** Ends what the run holds: its slots, its sockets. */
	readonly close: () => void;
}

export interface Lane {
	readonly gate: Gate;
	readonly flow: Flow;
}

/** How the requests of a call are sent. */
export interface Policy {
	/** How long one request may take until its answer is complete, in milliseconds. */
	readonly timeoutMs: number;
	/** Retries of a request that failed; 0 also means not to wait when the provider refuses it for now. */
	readonly maxRetries: number;
	/** Whether to repeat a request that may have been processed. */
	readonly repeatUncertain: boolean;
	/** How long to wait, in milliseconds, while the provider refuses a request for now and accepts no other. */
	readonly limitWaitMs: number;
}

/** One item's way to the provider. */
export interface Call {
	readonly connection: Connection;
	readonly policy: Policy;
	/** Counts up with every request sent. */
	readonly usage: Usage;
	/** Aborts when nothing new may be sent: the run has failed, or was cancelled. */
	readonly stopping: AbortSignal;
}

export interface Usage {
	requests: number;
	retries: number;
	/** Requests that were repeated although they may have been processed, and charged. */
	uncertainRepeats: number;
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
	/** Requests that count towards the same limit of the provider. A limit holds back only its own kind. */
	readonly kind: string;
	/** The request occupies its slot until this settles, not just until its answer: a task that it starts. */
	readonly occupies?: Promise<unknown>;
}

export interface ApiResponse {
	readonly status: number;
	/** Keys in lower case. */
	readonly headers: Readonly<Record<string, unknown>>;
	readonly body: ByteStream;
	/** How long the request may take until its body is read, in milliseconds. */
	readonly timeoutMs: number;
}
