import { ApiError } from '../http/answer.ts';
import type { Problem, Violation } from '../provider.ts';

/**
 * Status, code and, where there is one, the documented text. The provider has no error codes: these are for the
 * playground only, and nobody sees them. 402 is what a later API of the same provider answers.
 */
const problems: Record<Problem, [status: number, code: string, detail?: string]> = {
	unauthorized: [401, 'UNAUTHORIZED', 'Invalid or missing API key'],
	rateLimit: [429, 'RATE_LIMIT_EXCEEDED', 'Rate limit exceeded. Please try again later'],
	concurrency: [429, 'TOO_MANY_CONCURRENT_REQUESTS'],
	quota: [402, 'QUOTA_EXCEEDED'],
	invalid: [400, 'INVALID_REQUEST'],
	notFound: [404, 'NOT_FOUND'],
	notBuilt: [501, 'NOT_IMPLEMENTED'],
	internal: [500, 'INTERNAL_ERROR', 'Internal server error. Please try again later'],
};

export function error(problem: Problem, message: string, status?: number): ApiError {
	const [usualStatus, code, detail] = problems[problem];
	return new ApiError(status ?? usualStatus, code, detail ?? message);
}

const documented = (status: number, detail: string): ApiError =>
	new ApiError(status, `STATUS_${status}`, detail);

/** What the documentation names, in its words. */
export const noSubscription = () => documented(403, 'Professional or Unlimited subscription required');
export const tooManyTasks = () =>
	documented(429, 'Too many active tasks. Please wait for current tasks to complete');

/** What can be wrong with a voice sample; duration and silence are in our own words. */
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

/** 422 for whatever the contract refuses, as FastAPI has it. */
export function violation(violations: Violation[]): ApiError {
	const length = violations
		.filter(({ pointer }) => pointer === '/text')
		.map(({ keyword }) => textErrors.get(keyword));
	return documented(422, length[0] ?? violations.map(({ message }) => message).join('; '));
}

/** `{"detail": string}`; flat is the string alone. */
export const errorBody = ({ message }: ApiError, flat: boolean): unknown =>
	flat ? message : { detail: message };
