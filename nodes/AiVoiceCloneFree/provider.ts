import type { ErrorBody, ErrorRow } from '../shared/http/errors';
import { isRecord } from '../shared/http/json';
import type { Provider } from '../shared/http/provider';

/** A completed task whose audio has been deleted. */
export const EXPIRED = {
	title: 'The audio of this task has expired',
	nextStep: 'Create the task again, and download the audio soon after the task completes',
} as const;

/** Errors of the seed pages "Synchronous Voice Cloning" and "Create Asynchronous Voice Cloning Task". */
const ERRORS: readonly ErrorRow[] = [
	{
		status: 400,
		messagePattern: /audio|file|sample|speech/i,
		title: 'AI Voice Clone Free rejected the sample',
		nextStep: 'Use 5 to 30 seconds of one person speaking, as WAV, MP3 or M4A',
	},
	{
		status: 403,
		title: 'The AI Voice Clone Free plan does not include the API',
		nextStep:
			'Subscribe to the Professional or Unlimited plan, or use the API key of an account that has one',
	},
	{
		status: 404,
		title: 'Task not found',
		nextStep:
			'Check the task ID. The task may have been removed, or belong to another account. If no task is found, check the base URL in the credential',
	},
	{ status: 410, ...EXPIRED },
	{
		status: 413,
		title: 'The sample is too large for AI Voice Clone Free',
		nextStep: 'Use a sample of at most 4.5 MB. A 30-second MP3 is much smaller',
	},
	{
		status: 422,
		messagePattern: /too long/i,
		title: 'The text is too long for one request',
		nextStep: 'Set Long Text in the options to Task or Split, or use the Task resource',
	},
	{
		status: 422,
		messagePattern: /too short/i,
		title: 'The text is too short for a task',
		nextStep: 'For texts of fewer than 1000 characters, use the Clone operation of the Speech resource',
	},
	{
		status: 429,
		messagePattern: /active tasks/i,
		title: 'Active-task limit reached',
		nextStep:
			'Wait for tasks to complete, or lower Concurrency in the options. Other workflows that use the same API key count too',
		kind: 'concurrencyLimited',
	},
];

export const aiVoiceCloneFree: Provider = {
	id: 'aiVoiceCloneFree',
	displayName: 'AI Voice Clone Free',
	credential: 'aiVoiceCloneFreeApi',
	authHeaders: (apiKey) => ({ Authorization: `Bearer ${apiKey}` }),
	errors: ERRORS,
	parseErrorBody,
	// It documents no codes.
	statusOfCode: () => undefined,
};

/** `{ detail }` with a message or a list of problems (FastAPI); newer responses have `{ error: { code, message } }`. */
function parseErrorBody(body: unknown): ErrorBody {
	if (!isRecord(body)) return {};
	const { detail, error } = body;
	if (typeof detail === 'string') return { message: detail };
	if (Array.isArray(detail)) {
		return { message: detail.map((entry) => (isRecord(entry) ? String(entry.msg) : '')).join('; ') };
	}
	const { code, message } = isRecord(error) ? error : body;
	return {
		...(typeof code === 'string' && { code }),
		...(typeof message === 'string' && { message }),
	};
}
