import type { ErrorRow, ErrorBody } from '../shared/http/errors';
import type { Provider } from '../shared/http/errorTable';
import { isRecord } from '../shared/http/json';

/**
 * A pattern for `first` and, anywhere after it, `then`. It begins at the first occurrence of `first` only, so
 * that a long message with many of them is read once: `first.*then` takes quadratic time.
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
 * "Voice Preview" say that a 400 may be about. Their codes are given as `400xx`, so the words tell them apart.
 */
const ERRORS: readonly ErrorRow[] = [
	{
		status: 400,
		messagePattern: UNKNOWN_MODEL,
		title: 'Faseeh does not know this model',
		nextStep: 'Choose the model from the list: it names those that this API key may use',
	},
	{
		status: 400,
		messagePattern: /\bsimilarity\b/i,
		title: 'Faseeh does not accept this similarity',
		nextStep: 'Set Similarity to a number from 0 to 1',
	},
	{
		status: 400,
		messagePattern: /\bstability\b/i,
		title: 'Faseeh does not accept this stability',
		nextStep: 'Set Stability to a number from 0 to 1',
	},
	{
		status: 400,
		messagePattern: /\bspeed\b/i,
		title: 'Faseeh does not accept this speed',
		nextStep: 'Set Speed to a number from 0.7 to 1.2, or remove it from the options',
	},
	{
		status: 400,
		messagePattern: /file\b|\baudio\b/i,
		title: 'Faseeh does not accept the audio file',
		nextStep: 'Send a recording of one person speaking, as WAV or MP3, and to Clone the preview as WAV',
	},
	{
		status: 400,
		messagePattern: /\btext\b/i,
		title: 'Faseeh does not accept this text',
		nextStep: 'Check the text. A preview needs at least 3 words and 10 characters',
	},
	{
		status: 400,
		title: 'Faseeh did not accept the request',
		nextStep: 'Check the parameters against what Faseeh says below',
	},
	{
		status: 401,
		title: 'Faseeh did not accept the API key',
		nextStep:
			'Check the API key in the credential, and that its base URL is the one of its region: keys of one are not known in another',
	},
	{
		status: 402,
		title: 'The Faseeh wallet does not hold enough for this',
		nextStep: 'Top up the wallet of the account, shorten the text, or choose a model that costs less',
	},
	{
		status: 404,
		messagePattern: /\bvoice\b/i,
		title: 'Faseeh does not know this voice',
		nextStep: 'Choose a voice from the list: it may have been deleted, or belong to another account',
	},
	{
		status: 404,
		title: 'Faseeh does not know what was asked for',
		nextStep:
			'Check the voice. If it is on the list, check the base URL in the credential: it ends with /api/v1',
	},
	{
		status: 429,
		messagePattern: /concurren|same time|simultaneous|parallel/i,
		title: 'Faseeh received too many requests at once',
		nextStep: 'Lower Concurrency in the options. Other workflows with the same API key count as well',
		kind: 'tooManyAtOnce',
	},
	{
		status: 429,
		title: 'Faseeh received too many requests in a short time',
		nextStep:
			'Lower Concurrency in the options, or spread the work over time. Other workflows with the same API key count as well',
		kind: 'tooFast',
	},
	{
		status: 500,
		title: 'Faseeh could not handle the request',
		nextStep: 'Try again later. The request may have been charged',
	},
];

/** The only codes that the documentation prints in full: the status and two digits. */
const PRINTED_CODES = [40101, 40201, 50001];

export const faseeh: Provider = {
	id: 'faseeh',
	displayName: 'Faseeh',
	credential: 'faseehApi',
	errors: [
		...PRINTED_CODES.flatMap((code) =>
			ERRORS.filter(({ status }) => status === Math.floor(code / 100)).map((row) => ({
				...row,
				code: String(code),
			})),
		),
		...ERRORS,
	],
	parseErrorBody: parseErrorBody,
};

/**
 * `{ errorCode, errorMessage }`, the code a text in the documentation and a number in some answers; newer
 * documentation has `{ code, message }`.
 */
function parseErrorBody(body: unknown): ErrorBody {
	if (!isRecord(body)) return {};
	// An empty one stands beside a filled one where both forms are sent.
	const code = body.errorCode === '' ? body.code : (body.errorCode ?? body.code);
	const message = body.errorMessage === '' ? body.message : (body.errorMessage ?? body.message);
	return {
		...((typeof code === 'string' || typeof code === 'number') && { code: String(code) }),
		...(typeof message === 'string' && { message }),
	};
}
