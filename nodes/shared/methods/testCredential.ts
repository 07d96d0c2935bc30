import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { parseBaseUrl } from '../http/baseUrl';
import {
	looksLikeHtml,
	networkError,
	redirectError,
	statusError,
	unexpectedAnswer,
	webPageError,
} from '../http/createErrors';
import { InputError, ProviderError } from '../http/errors';
import type { Provider } from '../http/errorTable';
import { parseJson } from '../http/json';

const TIMEOUT_MS = 20_000;

interface Probe {
	readonly method: 'GET' | 'POST';
	/** Path below the base URL, beginning with a slash. */
	readonly path: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly json?: object;
	/** Whether only the API itself, given a good key, answers so. */
	readonly acceptsKey: (status: number, body: unknown) => boolean;
}

/**
 * Tests a credential with one request and says in words what came of it. It is a function rather than
 * n8n's declarative test because that shows an unreachable host as a bare ECONNREFUSED, and takes the
 * login page of a proxy for success.
 */
export async function testCredentialWith(
	context: ICredentialTestFunctions,
	provider: Provider,
	credential: ICredentialsDecrypted,
	buildProbe: (values: { apiKey: string }) => Probe,
): Promise<INodeCredentialTestResult> {
	try {
		await probe(context, provider, credential.data ?? {}, buildProbe);
		return { status: 'OK', message: 'Connection successful' };
	} catch (error) {
		return { status: 'Error', message: explain(error) };
	}
}

function explain(error: unknown): string {
	if (error instanceof ProviderError) return `${error.message}. ${error.failure.nextStep}`;
	if (error instanceof InputError) return [error.message, error.nextStep].filter(Boolean).join('. ');
	return error instanceof Error ? error.message : 'The test could not be carried out';
}

async function probe(
	{ helpers }: ICredentialTestFunctions,
	provider: Provider,
	values: ICredentialDataDecryptedObject,
	buildProbe: (values: { apiKey: string }) => Probe,
): Promise<void> {
	const apiKey = typeof values.apiKey === 'string' ? values.apiKey : '';
	if (apiKey.trim() === '')
		throw new InputError('The API key is empty', 'Enter the API key that the provider gave you');
	const target = { provider, baseUrl: parseBaseUrl(values.baseUrl), secrets: [apiKey] };
	const { method, path, headers, json, acceptsKey: isProof } = buildProbe({ apiKey });

	// The only request function that a credential test has; `httpRequest` does not exist here.
	const response = (await helpers
		.request({
			method,
			uri: `${target.baseUrl}${path}`,
			headers: { Accept: 'application/json', 'Content-Type': 'application/json', ...headers },
			body: json === undefined ? undefined : JSON.stringify(json),
			timeout: TIMEOUT_MS,
			simple: false,
			followRedirect: false,
			resolveWithFullResponse: true,
		})
		.catch((error: unknown) => {
			throw networkError(target, error, TIMEOUT_MS);
		})) as { statusCode: number; headers: Record<string, unknown>; body?: unknown };

	const { statusCode: status, body } = response;
	const text = typeof body === 'string' ? body : '';
	if (status >= 300 && status < 400) throw redirectError(target, status, response.headers.location, path);
	const answer = parseJson(text);
	if (isProof(status, answer)) return;
	if (status >= 400) throw statusError(target, status, text);
	if (looksLikeHtml(text) || answer === undefined) throw webPageError(target, status);
	throw unexpectedAnswer(
		target,
		answer,
		`${provider.displayName} did not answer as its API does`,
		'Check the base URL: something else may answer at this address',
	);
}
