import type { IHttpRequestOptions } from 'n8n-workflow';

import { attempt } from './attempt';
import { readText } from './body';
import { networkError, redirectError, statusError } from './createErrors';
import type { ProviderError } from './errors';
import { parseRetryAfter } from './retry';
import type { ApiRequest, ApiResponse, ByteStream, Call, Connection } from './types';

/** Enough for any error body; a page of HTML is not wanted whole. */
const MAX_ERROR_BODY_BYTES = 64 * 1024;

/**
 * Sends a request, and again as `attempt` says, and reads the body of its successful (2xx) response; all of
 * that counts as in flight.
 *
 * @throws {ProviderError} when it failed for good; whatever else `readBody` throws.
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
	// A body that cannot be read must not hide what the status says.
	const text = await readText(call, response, MAX_ERROR_BODY_BYTES).catch(() => '');
	return statusError(call.connection, status, text, parseRetryAfter(headers['retry-after']));
}

async function open(call: Call, request: ApiRequest, stop: AbortSignal): Promise<ApiResponse> {
	const { timeoutMs } = call.policy;
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
