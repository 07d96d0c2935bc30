import type { ErrorRow, ErrorBody } from '../shared/http/errors';
import type { Provider } from '../shared/http/errorTable';
import { isRecord } from '../shared/http/json';

/** A task that is completed, but whose audio is gone. */
export const EXPIRED = {
	title: 'The audio of this task has expired',
	nextStep: 'Create the task again, and fetch the audio soon after it is completed',
} as const;

/** Errors of the seed pages "Synchronous Voice Cloning" and "Create Asynchronous Voice Cloning Task". */
const ERRORS: readonly ErrorRow[] = [
	{
		status: 400,
		messagePattern: /audio|file|sample|speech/i,
		title: 'AI Voice Clone Free does not accept the sample',
		nextStep: 'Send 5 to 30 seconds of one person speaking, as WAV, MP3 or M4A',
	},
	{
		status: 400,
		title: 'AI Voice Clone Free did not accept the request',
		nextStep: 'Check the parameters against what the provider says below',
	},
	{
		status: 401,
		title: 'AI Voice Clone Free did not accept the API key',
		nextStep: 'Check the API key in the credential: it may be mistyped, revoked or of another account',
	},
	{
		status: 403,
		title: 'The plan of the AI Voice Clone Free account does not include the API',
		nextStep:
			'Subscribe to the Professional or the Unlimited plan, or use the API key of an account that has one',
	},
	{
		status: 404,
		title: 'AI Voice Clone Free does not know this task',
		nextStep:
			'Check the task ID. The task may belong to another account, or have been removed. If no task is known, check the base URL in the credential',
	},
	{ status: 410, ...EXPIRED },
	{
		status: 413,
		title: 'AI Voice Clone Free finds the sample too large',
		nextStep: 'Send a sample of at most 4.5 MB: 30 seconds as MP3 are far less',
	},
	{
		status: 422,
		messagePattern: /too long/i,
		title: 'The text is too long for one request',
		nextStep: 'Set Long Text in the options to Task or Split, or use the resource Task',
	},
	{
		status: 422,
		messagePattern: /too short/i,
		title: 'The text is too short for a task',
		nextStep: 'Use the operation Clone of the resource Speech for texts below 1000 characters',
	},
	{
		status: 429,
		messagePattern: /active tasks/i,
		title: 'The AI Voice Clone Free account has too many tasks under way',
		nextStep:
			'Wait until some are completed, or lower Concurrency in the options. Others with the same API key count as well',
		kind: 'tooManyAtOnce',
	},
	{
		status: 429,
		title: 'AI Voice Clone Free received too many requests in a short time',
		nextStep:
			'Lower Concurrency in the options, or spread the work over time. Other workflows with the same API key count as well',
		kind: 'tooFast',
	},
	{
		status: 500,
		title: 'AI Voice Clone Free could not handle the request',
		nextStep: 'Try again later. The request may have been charged',
	},
];

export const aiVoiceCloneFree: Provider = {
	id: 'aiVoiceCloneFree',
	displayName: 'AI Voice Clone Free',
	credential: 'aiVoiceCloneFreeApi',
	errors: ERRORS,
	parseErrorBody: parseErrorBody,
};

/** `{ detail }` with a text, or with a list of what is wrong (FastAPI); newer answers have `{ error: { code, message } }`. */
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
