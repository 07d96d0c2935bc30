import type { IHttpRequestOptions } from 'n8n-workflow';

import { readText } from './body';
import { ProviderError } from './errors';
import { networkError, redirectError, statusError } from './failures';
import type { RequestEffect } from './retry';
import { parseRetryAfter, retryDelay } from './retry';
import type { ApiRequest, ApiResponse, ByteStream, Call, Connection } from './types';
import { StopSignal, wait } from './wait';

/** Enough for any error body; a page of HTML is not wanted whole. */
const LONGEST_ERROR_BODY_BYTES = 64 * 1024;

/**
 * Sends a request and hands a successful (2xx) response to `consume`, which reads its body; all of that
 * counts as in flight. What fails is sent again as `retryDelay` says.
 *
 * @throws {ProviderError} when it did not work out; whatever else `consume` throws.
 */
export async function exchange<T>(
	call: Call,
	request: ApiRequest,
	consume: (response: ApiResponse) => Promise<T>,
): Promise<T> {
	return await withRetries(call, request.effect, async (stop) => {
		const response = await open(call, request, stop);
		if (response.status >= 200 && response.status < 300) return await consume(response);
		throw await refusal(call, response);
	});
}

/**
 * Lets a request through the gate, counts it, bounds its time, and repeats it as `retryDelay` says.
 *
 * @param send Is to end when its signal aborts: the time is up, or the execution is cancelled.
 * @throws {ProviderError} when it did not work out; whatever else `send` throws.
 */
export async function withRetries<T>(
	call: Call,
	effect: RequestEffect,
	send: (stop: AbortSignal) => Promise<T>,
): Promise<T> {
	const { gate, cancelled } = call.connection;
	for (let attempt = 1; ; attempt += 1) {
		const [outcome] = await Promise.allSettled([gate.run(async () => await sendOnce(call, send))]);
		if (outcome.status === 'fulfilled') {
			gate.speedUp();
			return outcome.value;
		}
		const error: unknown = outcome.reason;
		if (!(error instanceof ProviderError)) throw error;
		error.attempts = attempt;
		if (error.kind === 'tooManyAtOnce') gate.slowDown();
		const delay = retryDelay(error, effect, attempt, call.limits.maxRetries);
		if (delay === undefined) throw error;
		if (error.retryAfterMs !== undefined) gate.pauseFor(error.retryAfterMs);
		await wait(delay, cancelled);
		throwIfCancelled(call);
		call.usage.retries += 1;
	}
}

async function sendOnce<T>(call: Call, send: (stop: AbortSignal) => Promise<T>): Promise<T> {
	// While others were told to come back later, sending this one would only be refused as well.
	const { gate, cancelled } = call.connection;
	while (gate.pause > 0 && cancelled?.aborted !== true) await wait(gate.pause, cancelled);
	throwIfCancelled(call);
	const stop = new StopSignal(call.limits.timeoutMs, call.connection.cancelled);
	try {
		call.usage.requests += 1;
		return await send(stop.signal);
	} finally {
		stop.release();
	}
}

async function refusal(call: Call, response: ApiResponse): Promise<ProviderError> {
	const { status, headers, body } = response;
	if (status >= 300 && status < 400) {
		body.destroy();
		return redirectError(call.connection, status, headers['location']);
	}
	// A body that cannot be read must not hide what the status says.
	const text = await readText(call, response, LONGEST_ERROR_BODY_BYTES).catch(() => '');
	return statusError(call.connection, status, text, parseRetryAfter(headers['retry-after']));
}

async function open(call: Call, request: ApiRequest, stop: AbortSignal): Promise<ApiResponse> {
	const { provider } = call.connection;
	const { timeoutMs } = call.limits;
	const options = requestOptions(call, request);
	// n8n stops a request by the signal that it asks its context for, and by no other. Its own timeout ends
	// when the headers have come, so a body that stalls would be waited for for ever.
	const context = Object.create(call.connection.context, {
		getExecutionCancelSignal: { value: () => stop },
	}) as Connection['context'];
	try {
		const { helpers } = context;
		const response = (await (request.authenticated === false
			? helpers.httpRequest({ ...options, abortSignal: stop })
			: helpers.httpRequestWithAuthentication.call(context, provider.credential, options))) as {
			statusCode: number;
			headers: Record<string, unknown>;
			body: ByteStream;
		};
		return { status: response.statusCode, headers: response.headers, body: response.body, timeoutMs };
	} catch (error) {
		throw networkError(call.connection, error, timeoutMs);
	}
}

function requestOptions({ connection, limits }: Call, request: ApiRequest): IHttpRequestOptions {
	const { method, path, accept, headers, json, form, authenticated } = request;
	const options: IHttpRequestOptions = {
		method,
		url: `${connection.baseUrl}${path}`,
		headers: {
			Accept: accept,
			...headers,
			...(json !== undefined && { 'Content-Type': 'application/json' }),
		},
		timeout: limits.timeoutMs,
		encoding: 'stream',
		returnFullResponse: true,
		// Statuses are read here: n8n would drop the provider's words, and send a 401 again.
		ignoreHttpStatusErrors: true,
		// A redirect would carry the key to wherever it points.
		disableFollowRedirect: authenticated !== false,
		sendCredentialsOnCrossOriginRedirect: false,
	};
	// A string, since n8n drops an empty object; the form sets its own content type, with the boundary.
	if (json !== undefined) options.body = JSON.stringify(json);
	if (form !== undefined) options.body = form;
	return options;
}

function throwIfCancelled(call: Call): void {
	if (call.connection.cancelled?.aborted !== true) return;
	throw new ProviderError({
		kind: 'cancelled',
		title: 'The execution was cancelled',
		nextStep: 'Run the workflow again when you want the result',
	});
}
