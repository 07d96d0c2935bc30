import type { ErrorBody, ErrorRow } from '../shared/http/errors';
import { INVALID_KEY } from '../shared/http/errorTable';
import { isRecord } from '../shared/http/json';
import type { Provider } from '../shared/http/provider';

/**
 * A pattern for `first` and, anywhere after it, `then`. It matches at the first occurrence of `first` only:
 * `first.*then` takes quadratic time for a message that repeats `first`.
 */
const inOrder = (first: string, then: string) => `^(?:(?!${first})[^])*(?:${first})[^]*(?:${then})`;

const UNKNOWN_MODEL = new RegExp(
	[
		inOrder('\\bmodel(?:_id)?\\b', 'unknown|invalid|not found|not exist|not available|missing|required'),
		inOrder('unknown|invalid|unsupported|no such|missing|required', '\\bmodel'),
	].join('|'),
	'i',
);

/**
 * The statuses that the documentation lists for the whole API, and what its pages "Text to Speech" and
 * "Voice Preview" say about status 400. All of those share the code `400xx`, so the message decides.
 */
const ERRORS: readonly ErrorRow[] = [
	{
		status: 400,
		messagePattern: UNKNOWN_MODEL,
		title: 'Model not found',
		nextStep: 'Choose a model from the list. It shows the models that this API key can use',
	},
	{
		status: 400,
		messagePattern: /\bsimilarity\b/i,
		title: 'Faseeh rejected the similarity',
		nextStep: 'Set Similarity to a number from 0 to 1',
	},
	{
		status: 400,
		messagePattern: /\bstability\b/i,
		title: 'Faseeh rejected the stability',
		nextStep: 'Set Stability to a number from 0 to 1',
	},
	{
		status: 400,
		messagePattern: /\bspeed\b/i,
		title: 'Faseeh rejected the speed',
		nextStep: 'Set Speed to a number from 0.7 to 1.2, or remove it from the options',
	},
	{
		status: 400,
		messagePattern: /file\b|\baudio\b/i,
		title: 'Faseeh rejected the audio file',
		nextStep: 'Use a WAV or MP3 recording of one person speaking. For Clone, use the preview as WAV',
	},
	{
		status: 400,
		messagePattern: /\btext\b/i,
		title: 'Faseeh rejected the text',
		nextStep: 'Check the text. A preview needs at least 3 words and 10 characters',
	},
	{
		...INVALID_KEY,
		nextStep:
			'Check the API key and the base URL in the credential. A key is only valid at the base URL of its region',
	},
	{
		status: 402,
		title: 'The Faseeh wallet balance is too low',
		nextStep: 'Top up the wallet, shorten the text, or choose a model that costs less',
	},
	{
		status: 404,
		messagePattern: /\bvoice\b/i,
		title: 'Voice not found',
		nextStep: 'Choose a voice from the list. It may have been deleted, or belong to another account',
	},
	{
		status: 404,
		title: 'Voice or address not found',
		nextStep:
			'Check the voice. If it is in the list, check the base URL in the credential: it ends with /api/v1',
	},
];

/** The only codes that the documentation gives in full. */
const DOCUMENTED_CODES = new Set(['40101', '40201', '50001']);

export const faseeh: Provider = {
	id: 'faseeh',
	displayName: 'Faseeh',
	credential: 'faseehApi',
	authHeaders: (apiKey) => ({ 'x-api-key': apiKey }),
	errors: ERRORS,
	parseErrorBody,
	// A code is the status and two digits.
	statusOfCode: (code) => (DOCUMENTED_CODES.has(code) ? Number(code.slice(0, 3)) : undefined),
};

/**
 * `{ errorCode, errorMessage }`, with the code as text in the documentation and as a number in some responses;
 * newer documentation has `{ code, message }`.
 */
function parseErrorBody(body: unknown): ErrorBody {
	if (!isRecord(body)) return {};
	// Where both forms are sent, one of them can be empty.
	const code = body.errorCode === '' ? body.code : (body.errorCode ?? body.code);
	const message = body.errorMessage === '' ? body.message : (body.errorMessage ?? body.message);
	return {
		...((typeof code === 'string' || typeof code === 'number') && { code: String(code) }),
		...(typeof message === 'string' && { message }),
	};
}
