import { ApiError } from '../http/response.ts';
import type { LimitDetails, ErrorKind, Violation } from '../provider.ts';

/**
 * The documented error codes, except INVALID_REQUEST, NOT_FOUND, NOT_IMPLEMENTED and SERVER_ERROR: for those cases none
 * is documented.
 */
const errors: Record<ErrorKind, [status: number, code: string]> = {
	unauthorized: [401, 'INVALID_API_KEY'],
	rateLimit: [429, 'RATE_LIMIT_EXCEEDED'],
	concurrency: [429, 'TOO_MANY_CONCURRENT_REQUESTS'],
	quota: [429, 'USAGE_LIMIT_EXCEEDED'],
	invalid: [400, 'INVALID_REQUEST'],
	notFound: [404, 'NOT_FOUND'],
	notImplemented: [501, 'NOT_IMPLEMENTED'],
	internal: [500, 'SERVER_ERROR'],
};

/** Close codes are not documented. All other errors close with 1008, policy violation. */
const closeCodes = new Map([
	['RATE_LIMIT_EXCEEDED', 1013],
	['TOO_MANY_CONCURRENT_REQUESTS', 1013],
	['SERVER_ERROR', 1011],
]);

export const closeCode = (errorCode: string): number => closeCodes.get(errorCode) ?? 1008;

const codesByStatus = new Map([
	[400, 'FORMAT_NOT_RECOGNIZED'],
	[401, 'INVALID_API_KEY'],
	[404, 'VOICE_NOT_FOUND'],
	[413, 'FILE_TOO_LARGE'],
	[429, 'RATE_LIMIT_EXCEEDED'],
]);

export function error(kind: ErrorKind, message: string, status?: number): ApiError {
	const [defaultStatus, code] = errors[kind];
	return new ApiError(status ?? defaultStatus, code, message);
}

/** `extra` of RATE_LIMIT_EXCEEDED (`limit` per minute, `retry_after_ms`) and TOO_MANY_CONCURRENT_REQUESTS. */
export const limitExtra = ({ limit, current, waitMs }: LimitDetails): Record<string, unknown> => ({
	limit,
	...(current !== undefined && { current }),
	...(waitMs !== undefined && { retry_after_ms: waitMs }),
});

export const codeOf = (status: number): string => codesByStatus.get(status) ?? 'SERVER_ERROR';

export const invalidLanguage = (message: string): ApiError => new ApiError(400, 'INVALID_LANGUAGE', message);

export const voiceNotFound = (id: string): ApiError =>
	new ApiError(404, 'VOICE_NOT_FOUND', `Voice ${id} was not found.`);

export const fieldNotAllowed = (message: string): ApiError =>
	new ApiError(400, 'VOICE_FIELD_UPDATE_NOT_ALLOWED', message);

/** Errors of a voice sample. */
export const sampleErrors = {
	format: () =>
		new ApiError(400, 'FORMAT_NOT_RECOGNIZED', 'The audio is not a WAV, MP3, FLAC or AIFF that can be read.'),
	short: (seconds: number, min: number) =>
		new ApiError(
			400,
			'SHORT_SPEECH_DURATION',
			`The audio has ${seconds.toFixed(1)} seconds; the minimum is ${min}.`,
		),
	silent: () => new ApiError(400, 'BAD_SPEECH_QUALITY', 'No speech can be heard in the audio.'),
	large: (bytes: number, max: number) =>
		new ApiError(413, 'FILE_TOO_LARGE', `The audio has ${bytes} bytes; the maximum is ${max}.`),
	limit: (max: number) =>
		new ApiError(429, 'VOICE_CLONE_LIMIT_EXCEEDED', `The plan allows ${max} cloned voices.`),
};

/** With the documented code of the field, if it has one. */
export function violation(violations: Violation[]): ApiError {
	const message = violations.map((one) => one.message).join('; ');
	const touches = (field: string) =>
		violations.some(({ part, pointer }) => part === 'body' && pointer.split('/')[1] === field);
	if (touches('language')) return invalidLanguage(message);
	if (touches('output_format')) return new ApiError(400, 'FORMAT_NOT_RECOGNIZED', message);
	return error('invalid', message);
}

/** `{"detail": {"error_code", "message", "extra"?}}`; flat: without `detail`. */
export function errorBody(failure: ApiError, flat: boolean): unknown {
	const detail = {
		error_code: failure.code,
		message: failure.message,
		...(failure.extra ? { extra: failure.extra } : {}),
	};
	return flat ? detail : { detail };
}
