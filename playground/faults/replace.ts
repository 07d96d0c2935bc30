import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';

import type { Account } from '../accounts/account.ts';
import { ApiError, emptyResponse, jsonResponse, type ProviderResponse } from '../http/response.ts';
import type { Provider } from '../provider.ts';
import type { ReplacingFault } from './replacing.ts';
import type { FaultOfKind } from './types.ts';

const coders = { gzip: gzipSync, br: brotliCompressSync, deflate: deflateSync };

const CHALLENGE_PAGE = `<!DOCTYPE html><html lang="en-US"><head><title>Just a moment...</title>
<meta http-equiv="Content-Type" content="text/html; charset=UTF-8"><meta name="robots" content="noindex,nofollow">
</head><body><h1>Checking if the site connection is secure</h1>
<noscript>Enable JavaScript and cookies to continue</noscript></body></html>
`;

function errorResponse(
	fault: FaultOfKind<'status'>,
	provider: Provider,
	account: Account | undefined,
): ProviderResponse {
	const error = new ApiError(
		fault.status,
		fault.errorCode ?? provider.codeOf(fault.status),
		fault.message ?? `Simulated error ${fault.status}`,
		fault.extra ? { extra: fault.extra } : {},
	);
	const body = Buffer.from(JSON.stringify(provider.errorBody(error, fault.flat ?? false, account)));
	return {
		status: fault.status,
		headers: {
			'content-type': 'application/json',
			...(fault.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) }),
			...(fault.encoding ? { 'content-encoding': fault.encoding } : {}),
		},
		body: fault.encoding ? coders[fault.encoding](body) : body,
	};
}

/** The response of a fault; undefined if it has none (hang, reset, wsStall). */
export function replacement(
	fault: ReplacingFault,
	provider: Provider,
	account: Account | undefined,
): ProviderResponse | undefined {
	switch (fault.kind) {
		case 'status':
			return errorResponse(fault, provider, account);
		case 'wsRefuse':
			return errorResponse({ ...fault, kind: 'status' }, provider, account);
		case 'html':
			return {
				status: fault.status ?? 403,
				headers: {
					'content-type': 'text/html; charset=UTF-8',
					server: 'cloudflare',
					'cf-mitigated': 'challenge',
				},
				body: Buffer.from(CHALLENGE_PAGE),
			};
		case 'jsonInsteadOfAudio': {
			if (fault.body !== undefined) return jsonResponse(200, fault.body);
			const message = fault.message ?? 'Simulated error';
			const error = new ApiError(200, fault.errorCode ?? provider.codeOf(500), message);
			return jsonResponse(200, provider.errorBody(error, false, account));
		}
		case 'redirect':
			return { ...emptyResponse(fault.status ?? 307), headers: { location: fault.location } };
		case 'raw':
			return {
				status: fault.status,
				headers: { 'content-type': fault.contentType },
				body: Buffer.from(fault.body),
			};
		case 'hang':
		case 'reset':
		case 'wsStall':
			return undefined;
	}
}
