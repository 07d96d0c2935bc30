import type { ErrorRow, ErrorBody } from '../shared/http/errors';
import type { Provider } from '../shared/http/errorTable';
import { isRecord } from '../shared/http/json';

/** Error codes of the seed pages "Text to Speech" and "Clone Voice". */
const ERRORS: readonly ErrorRow[] = [
	{
		status: 400,
		code: 'INVALID_LANGUAGE',
		title: 'AsyncFlow does not accept this language',
		nextStep: 'Choose a language that the model speaks, or remove Language from the options',
	},
	{
		status: 400,
		code: 'FORMAT_NOT_RECOGNIZED',
		title: 'AsyncFlow does not accept this audio format',
		nextStep:
			'For speech, change Container, Encoding or Sample Rate; for a clone, send the sample as WAV, MP3, FLAC or AIFF',
	},
	{
		status: 400,
		code: 'SHORT_SPEECH_DURATION',
		title: 'AsyncFlow finds too little speech in the sample',
		nextStep: 'Use a sample with at least 5 seconds of speech by one person',
	},
	{
		status: 400,
		code: 'BAD_SPEECH_QUALITY',
		title: 'AsyncFlow finds the quality of the sample too low',
		nextStep: 'Use a recording without noise, music or echo, or switch on Enhance',
	},
	{
		status: 400,
		code: 'VOICE_FIELD_UPDATE_NOT_ALLOWED',
		title: 'AsyncFlow does not allow this field of the voice to be changed',
		nextStep: 'Remove the field from Update Fields. Only voices that you cloned can be changed',
	},
	{
		status: 401,
		code: 'INVALID_API_KEY',
		title: 'AsyncFlow did not accept the API key',
		nextStep: 'Check the API key in the credential: it begins with sk_ and must be allowed to do this',
	},
	{
		status: 404,
		code: 'VOICE_NOT_FOUND',
		title: 'AsyncFlow does not know this voice',
		nextStep: 'Choose a voice from the list: it may have been deleted, or belong to another account',
	},
	{
		status: 404,
		code: 'VERSION_NOT_FOUND',
		title: 'AsyncFlow does not offer version v1 of its API at this address',
		nextStep: 'Check the base URL in the credential. If it is right, update this package',
	},
	{
		status: 413,
		code: 'FILE_TOO_LARGE',
		title: 'AsyncFlow finds the sample too large',
		nextStep: 'Send a shorter or a compressed sample: 5 to 30 seconds of speech as MP3 are enough',
	},
	{
		status: 429,
		code: 'RATE_LIMIT_EXCEEDED',
		title: 'AsyncFlow received too many requests in a short time',
		nextStep:
			'Lower Concurrency in the options, or spread the work over time. Other workflows with the same API key count as well',
		kind: 'tooFast',
	},
	{
		status: 429,
		code: 'TOO_MANY_CONCURRENT_REQUESTS',
		title: 'AsyncFlow received too many requests at once',
		nextStep: 'Lower Concurrency in the options. Other workflows with the same API key count as well',
		kind: 'tooManyAtOnce',
	},
	{
		status: 429,
		code: 'USAGE_LIMIT_EXCEEDED',
		title: 'The AsyncFlow account has used up its quota',
		nextStep: 'Raise the quota or the plan of the account, or wait until the quota is renewed',
	},
	{
		status: 429,
		code: 'VOICE_CLONE_LIMIT_EXCEEDED',
		title: 'The AsyncFlow account has as many cloned voices as it may have',
		nextStep: 'Delete a voice that is no longer needed, or raise the plan of the account',
	},
	{
		status: 500,
		title: 'AsyncFlow could not handle the request',
		nextStep: 'Try again later. The request may have been charged',
	},
];

export const asyncFlow: Provider = {
	id: 'asyncFlow',
	displayName: 'AsyncFlow',
	credential: 'asyncFlowApi',
	errors: ERRORS,
	parseErrorBody: parseErrorBody,
};

/**
 * Errors come as `{ detail: { error_code, message, extra } }`, or flat in newer answers and over WebSocket;
 * validation as text. Of `extra`, only numbers are read: it can hold part of an API key.
 */
function parseErrorBody(body: unknown): ErrorBody {
	if (!isRecord(body)) return {};
	const { detail } = body;
	if (typeof detail === 'string') return { message: detail };
	const { error_code: code, message, extra } = isRecord(detail) ? detail : body;
	const { retry_after_ms: retryAfterMs, limit } = isRecord(extra) ? extra : {};
	return {
		...(typeof code === 'string' && { code }),
		...(typeof message === 'string' && { message }),
		...(typeof retryAfterMs === 'number' && retryAfterMs >= 0 && { retryAfterMs }),
		...(typeof limit === 'number' && limit >= 1 && { limit: Math.floor(limit) }),
	};
}
