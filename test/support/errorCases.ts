import type { asyncFlowRun } from './asyncFlow';
import type { Fault } from './playground';

/** Something that goes wrong with the provider, and what the user is told about it. */
export interface Case {
	readonly what: string;
	readonly faults?: Fault[];
	readonly changes?: Parameters<typeof asyncFlowRun>[2];
	/** Title and next step that the user sees. */
	readonly says: RegExp;
	readonly next: RegExp;
	readonly httpCode?: string;
	/** How many requests for one item may reach the provider. */
	readonly requests: number;
	readonly apiKey?: string;
}

export const CASES: readonly Case[] = [
	{
		what: 'a wrong key',
		apiKey: 'not-a-key',
		says: /API key was rejected/,
		next: /Check the API key in the credential.*INVALID_API_KEY, HTTP 401/s,
		httpCode: '401',
		requests: 0,
	},
	{
		what: 'an unknown voice',
		changes: { voiceId: { __rl: true, mode: 'id', value: 'nobody' } },
		says: /Voice not found/,
		next: /Choose a voice from the list.*VOICE_NOT_FOUND, HTTP 404/s,
		httpCode: '404',
		requests: 1,
	},
	{
		what: 'a wrong version',
		faults: [{ kind: 'status', status: 404, errorCode: 'VERSION_NOT_FOUND', times: 9 }],
		says: /Version v1 .* is not available/,
		next: /Check the base URL/,
		httpCode: '404',
		requests: 1,
	},
	{
		what: 'a used-up quota, which no retry helps',
		faults: [{ kind: 'status', status: 429, errorCode: 'USAGE_LIMIT_EXCEEDED', times: 9 }],
		says: /quota exceeded/,
		next: /Increase the quota or upgrade the plan/,
		httpCode: '429',
		requests: 1,
	},
	{
		what: 'too many requests, where retries are switched off',
		faults: [{ kind: 'status', status: 429, errorCode: 'RATE_LIMIT_EXCEEDED', retryAfter: 0, times: 9 }],
		changes: { options: { maxRetries: 0 } },
		says: /rate limit reached/,
		next: /spread the requests over time.*HTTP 429/s,
		httpCode: '429',
		requests: 1,
	},
	{
		what: 'being asked to wait for an hour',
		faults: [{ kind: 'status', status: 429, errorCode: 'RATE_LIMIT_EXCEEDED', retryAfter: 3600, times: 9 }],
		says: /rate limit reached/,
		next: /retry after 3600 seconds/,
		httpCode: '429',
		requests: 1,
	},
	{
		what: 'an error of the server, in the flat form and compressed',
		faults: [
			{ kind: 'status', status: 500, message: 'Broken inside', flat: true, encoding: 'gzip', times: 9 },
		],
		says: /failed to process the request/,
		next: /Try again later.*Broken inside/s,
		httpCode: '500',
		requests: 1,
	},
	{
		what: 'a gateway that may have passed the request on',
		faults: [{ kind: 'status', status: 503, times: 9 }],
		says: /is temporarily unavailable/,
		next: /Try again later/,
		httpCode: '503',
		requests: 1,
	},
	{
		what: 'a challenge page instead of an answer',
		faults: [{ kind: 'html', status: 403, times: 9 }],
		says: /AsyncFlow returned a web page instead of an API response/,
		next: /firewall or proxy/,
		httpCode: '403',
		requests: 1,
	},
	{
		what: 'a web page with status 200',
		faults: [
			{
				kind: 'raw',
				status: 200,
				contentType: 'text/html',
				body: '<!DOCTYPE html><html>Sign in</html>',
				times: 9,
			},
		],
		says: /AsyncFlow returned a web page instead of an API response/,
		next: /firewall or proxy/,
		requests: 1,
	},
	{
		what: 'an error as JSON with status 200 in place of audio',
		faults: [
			{ kind: 'jsonInsteadOfAudio', errorCode: 'USAGE_LIMIT_EXCEEDED', message: 'Nothing left', times: 9 },
		],
		says: /quota exceeded/,
		next: /Nothing left/,
		requests: 1,
	},
	{
		what: 'any other JSON with status 200 in place of audio',
		faults: [{ kind: 'jsonInsteadOfAudio', body: { queued: true }, times: 9 }],
		says: /AsyncFlow returned no audio/,
		next: /"queued":true/,
		requests: 1,
	},
	{
		what: 'bytes that are no audio',
		faults: [{ kind: 'raw', status: 200, contentType: 'audio/mpeg', body: 'no audio at all', times: 9 }],
		says: /AsyncFlow returned no audio/,
		next: /See the response below/,
		requests: 1,
	},
	{
		what: 'a body shorter than its Content-Length',
		faults: [{ kind: 'truncate', framing: 'length', times: 9 }],
		says: /closed before the response was complete/,
		next: /may have been processed and charged/,
		requests: 1,
	},
	{
		what: 'a chunked body without its end',
		faults: [{ kind: 'truncate', framing: 'chunked', times: 9 }],
		says: /closed before the response was complete/,
		next: /may have been processed and charged/,
		requests: 1,
	},
	{
		what: 'a WAV file that is shorter than its header says',
		faults: [{ kind: 'truncate', framing: 'clean', keepBytes: 5000, times: 9 }],
		changes: { container: 'wav' },
		says: /The audio from AsyncFlow is cut short/,
		next: /declares \d+ bytes of audio, but only 4956 were received/,
		requests: 1,
	},
	{
		what: 'no body at all',
		faults: [{ kind: 'emptyBody', times: 9 }],
		says: /AsyncFlow sent no audio/,
		next: /contains words in a language/,
		requests: 1,
	},
	{
		what: 'a reset after the request was processed',
		faults: [{ kind: 'reset', when: 'afterRead', times: 9 }],
		says: /closed before the response was complete/,
		next: /may have been processed and charged/,
		requests: 1,
	},
	{
		what: 'a host that does not answer',
		faults: [{ kind: 'hang', times: 9 }],
		changes: { options: { timeout: 1 } },
		says: /did not complete the response within 1 second/,
		next: /Increase Timeout/,
		requests: 1,
	},
	{
		what: 'an answer that stops half-way',
		faults: [{ kind: 'stall', keepBytes: 2000, times: 9 }],
		changes: { options: { timeout: 1 } },
		says: /did not complete the response within 1 second/,
		next: /Increase Timeout/,
		requests: 1,
	},
	{
		what: 'an answer that drips in too slowly',
		faults: [{ kind: 'drip', bytesPerSecond: 4000, times: 9 }],
		changes: { options: { timeout: 1 } },
		says: /did not complete the response within 1 second/,
		next: /Increase Timeout/,
		requests: 1,
	},
	{
		what: 'a redirect to somewhere else',
		faults: [{ kind: 'redirect', location: 'https://elsewhere.example/text_to_speech', times: 9 }],
		says: /redirected the request to https:\/\/elsewhere\.example/,
		next: /API key do not follow redirects/,
		httpCode: '307',
		requests: 1,
	},
];
