import { ApiError } from '../http/response.ts';
import type { ErrorKind, Violation } from '../provider.ts';

/**
 * Status, code and, if there is one, the documented text. The provider has no error codes: these are internal. 402 is
 * from a later API of the same provider.
 */
const errors: Record<ErrorKind, [status: number, code: string, detail?: string]> = {
	unauthorized: [401, 'UNAUTHORIZED', 'Invalid or missing API key'],
	rateLimit: [429, 'RATE_LIMIT_EXCEEDED', 'Rate limit exceeded. Please try again later'],
	concurrency: [429, 'TOO_MANY_CONCURRENT_REQUESTS'],
	quota: [402, 'QUOTA_EXCEEDED'],
	invalid: [400, 'INVALID_REQUEST'],
	notFound: [404, 'NOT_FOUND'],
	notImplemented: [501, 'NOT_IMPLEMENTED'],
	internal: [500, 'INTERNAL_ERROR', 'Internal server error. Please try again later'],
};

export function error(kind: ErrorKind, message: string, status?: number): ApiError {
	const [defaultStatus, code, detail] = errors[kind];
	return new ApiError(status ?? defaultStatus, code, detail ?? message);
}

const documented = (status: number, detail: string): ApiError =>
	new ApiError(status, `STATUS_${status}`, detail);

export const noSubscription = () => documented(403, 'Professional or Unlimited subscription required');
export const tooManyTasks = () =>
	documented(429, 'Too many active tasks. Please wait for current tasks to complete');

/** Errors of a voice sample. The texts about duration and silence are not documented. */
export const sampleErrors = {
	format: () => documented(400, 'Invalid audio file format. Supported formats: WAV, MP3, M4A'),
	large: () => documented(413, 'Audio file too large. Maximum size: 4.5MB'),
	duration: (seconds: number) =>
		documented(400, `Audio duration must be between 5 and 30 seconds; it is ${seconds.toFixed(2)} seconds`),
	silent: () => documented(400, 'No speech can be heard in the audio file'),
	missing: () => documented(422, 'audio_file is required and must be a file'),
};

const textErrors = new Map([
	[
		'maxLength',
		'Text too long for synchronous processing. Use async endpoint for texts over 1000 characters',
	],
	['minLength', 'Text too short for async processing. Use sync endpoint for texts under 1000 characters'],
]);

/** 422, like FastAPI. */
export function violation(violations: Violation[]): ApiError {
	const lengthErrors = violations
		.filter(({ pointer }) => pointer === '/text')
		.map(({ keyword }) => textErrors.get(keyword));
	return documented(422, lengthErrors[0] ?? violations.map(({ message }) => message).join('; '));
}

/** `{"detail": string}`; flat: only the string. */
export const errorBody = ({ message }: ApiError, flat: boolean): unknown =>
	flat ? message : { detail: message };
