import type { IHttpRequestOptions } from 'n8n-workflow';

import { attempt } from './attempt';
import { readText } from './body';
import { networkError, redirectError, statusError } from './createErrors';
import type { ProviderError } from './errors';
import { parseRetryAfter } from './retry';
import type { ApiRequest, ApiResponse, ByteStream, Call, Connection } from './types';

/** Large enough for any error; HTML pages are cut. */
const MAX_ERROR_BODY_BYTES = 64 * 1024;

/**
 * Sends a request, with retries as in `attempt`, and reads the body of the successful (2xx) response. The
 * request counts as in flight until its body is read.
 *
 * @throws {ProviderError} if the request failed for good; anything else that `readBody` throws.
 */
export async function send<T>(
	call: Call,
	request: ApiRequest,
	readBody: (response: ApiResponse) => Promise<T>,
): Promise<T> {
	return await attempt(call, request, async (stop) => {
		const response = await open(call, request, stop);
		if (response.status >= 200 && response.status < 300) return await readBody(response);
		throw await refusal(call, request, response);
	});
}

async function refusal(call: Call, request: ApiRequest, response: ApiResponse): Promise<ProviderError> {
	const { status, headers, body } = response;
	if (status >= 300 && status < 400) {
		body.destroy();
		return redirectError(call.connection, status, headers.location, request.path);
	}
	// An unreadable body must not hide the status.
	const { text } = await readText(call, response, MAX_ERROR_BODY_BYTES).catch(() => ({ text: '' }));
	return statusError(call.connection, status, text, parseRetryAfter(headers['retry-after']));
}

async function open(call: Call, request: ApiRequest, stop: AbortSignal): Promise<ApiResponse> {
	const { timeoutMs } = call.policy;
	const options = requestOptions(call, request);
	// n8n aborts a request only through the signal of its context, and its own timeout ends with the headers:
	// a stalled body would never time out. A derived context provides the signal of this request.
	const context = Object.create(call.connection.context, {
		getExecutionCancelSignal: { value: () => stop },
	}) as Connection['context'];
	try {
		const { helpers } = context;
		const response = (await (request.authenticated === false
			? helpers.httpRequest({ ...options, abortSignal: stop })
			: helpers.httpRequestWithAuthentication.call(
					context,
					call.connection.provider.credential,
					options,
				))) as {
			statusCode: number;
			headers: Record<string, unknown>;
			body: ByteStream;
		};
		return { status: response.statusCode, headers: response.headers, body: response.body, timeoutMs };
	} catch (error) {
		throw networkError(call.connection, error, timeoutMs);
	}
}

function requestOptions({ connection, policy }: Call, request: ApiRequest): IHttpRequestOptions {
	const { method, path, accept, headers, json, form, authenticated } = request;
	const options: IHttpRequestOptions = {
		method,
		url: `${connection.baseUrl}${path}`,
		headers: {
			Accept: accept,
			...headers,
			...(json !== undefined && { 'Content-Type': 'application/json' }),
		},
		timeout: policy.timeoutMs,
		encoding: 'stream',
		returnFullResponse: true,
		// n8n would drop the body of an error response, and retry after a 401.
		ignoreHttpStatusErrors: true,
		// A redirect would send the key to its target.
		disableFollowRedirect: authenticated !== false,
		sendCredentialsOnCrossOriginRedirect: false,
	};
	// As a string, because n8n drops an empty object. A form sets its own content type, with the boundary.
	if (json !== undefined) options.body = JSON.stringify(json);
	if (form !== undefined) options.body = form;
	return options;
}
