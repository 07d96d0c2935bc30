import type { ErrorBody, ErrorRow } from '../shared/http/errors';
import { CONCURRENCY_LIMITED, INVALID_KEY, RATE_LIMITED } from '../shared/http/errorTable';
import { isRecord } from '../shared/http/json';
import type { Provider } from '../shared/http/provider';

/** Version of the API: a header of every request, and part of the WebSocket's URL. */
export const API_VERSION = 'v1';

/** Error codes of the seed pages "Text to Speech" and "Clone Voice". */
const ERRORS: readonly ErrorRow[] = [
	{
		status: 400,
		code: 'INVALID_LANGUAGE',
		title: 'AsyncFlow does not support this language',
		nextStep: 'Choose a language that the model supports, or remove Language from the options',
	},
	{
		status: 400,
		code: 'FORMAT_NOT_RECOGNIZED',
		title: 'AsyncFlow does not support this audio format',
		nextStep:
			'For speech, change the output format or the sample rate. For a clone, use WAV, MP3, FLAC or AIFF',
	},
	{
		status: 400,
		code: 'SHORT_SPEECH_DURATION',
		title: 'The sample contains too little speech',
		nextStep: 'Use a sample with at least 5 seconds of speech by one person',
	},
	{
		status: 400,
		code: 'BAD_SPEECH_QUALITY',
		title: 'The quality of the sample is too low',
		nextStep: 'Use a recording without noise, music or echo, or turn on Enhance',
	},
	{
		status: 400,
		code: 'VOICE_FIELD_UPDATE_NOT_ALLOWED',
		title: 'This field of the voice cannot be changed',
		nextStep: 'Remove the field from Update Fields. You can only change voices that you cloned',
	},
	{
		...INVALID_KEY,
		code: 'INVALID_API_KEY',
		nextStep: 'Check the API key in the credential. It starts with sk_ and needs permission for this request',
	},
	{
		status: 404,
		code: 'VOICE_NOT_FOUND',
		title: 'Voice not found',
		nextStep: 'Choose a voice from the list. It may have been deleted, or belong to another account',
	},
	{
		status: 404,
		code: 'VERSION_NOT_FOUND',
		title: `Version ${API_VERSION} of the AsyncFlow API is not available at this address`,
		nextStep: 'Check the base URL in the credential. If it is correct, update this package',
	},
	{
		status: 413,
		code: 'FILE_TOO_LARGE',
		title: 'The sample is too large for AsyncFlow',
		nextStep: 'Use a shorter or compressed sample. An MP3 with 5 to 30 seconds of speech is enough',
	},
	{ ...RATE_LIMITED, code: 'RATE_LIMIT_EXCEEDED' },
	{ ...CONCURRENCY_LIMITED, code: 'TOO_MANY_CONCURRENT_REQUESTS' },
	{
		status: 429,
		code: 'USAGE_LIMIT_EXCEEDED',
		title: 'AsyncFlow quota exceeded',
		nextStep: 'Increase the quota or upgrade the plan, or wait until the quota is renewed',
	},
	{
		status: 429,
		code: 'VOICE_CLONE_LIMIT_EXCEEDED',
		title: 'Cloned-voice limit reached',
		nextStep: 'Delete a voice that you no longer need, or upgrade the plan',
	},
];

export const asyncFlow: Provider = {
	id: 'asyncFlow',
	displayName: 'AsyncFlow',
	credential: 'asyncFlowApi',
	authHeaders: (apiKey) => ({ 'x-api-key': apiKey, version: API_VERSION }),
	errors: ERRORS,
	parseErrorBody,
	statusOfCode: (code) => ERRORS.find((row) => row.code === code)?.status,
};

/**
 * Errors are `{ detail: { error_code, message, extra } }`, flat in newer responses and over WebSocket, and text
 * if validation failed. Only numbers are read from `extra`, which can contain part of an API key.
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
