import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { parseApiKey } from '../http/apiKey';
import { parseBaseUrl } from '../http/baseUrl';
import {
	looksLikeHtml,
	networkError,
	redirectError,
	statusError,
	unexpectedResponse,
	webPageError,
} from '../http/createErrors';
import { errorMessage, InputError, ProviderError } from '../http/errors';
import type { Provider } from '../http/errorTable';
import { parseJson } from '../http/json';

const TIMEOUT_MS = 20_000;

interface Probe {
	readonly method: 'GET' | 'POST';
	/** Path below the base URL, beginning with a slash. */
	readonly path: string;
	readonly json?: object;
	/** Whether a response proves that the API accepted the key. */
	readonly acceptsKey: (status: number, body: unknown) => boolean;
}

type CredentialTest = (
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
) => Promise<INodeCredentialTestResult>;

/**
 * A credential test that sends one request. n8n's declarative test would show an unreachable host as a bare
 * ECONNREFUSED, and treat the login page of a proxy as success.
 */
export function credentialTest(provider: Provider, probe: Probe): CredentialTest {
	return async function (credential) {
		try {
			await send(this, provider, credential.data ?? {}, probe);
			return { status: 'OK', message: 'Connection successful' };
		} catch (error) {
			return { status: 'Error', message: explain(error) };
		}
	};
}

function explain(error: unknown): string {
	if (error instanceof ProviderError) return `${error.message}. ${error.failure.nextStep}`;
	if (error instanceof InputError) return [error.message, error.nextStep].filter(Boolean).join('. ');
	return errorMessage(error);
}

async function send(
	{ helpers }: ICredentialTestFunctions,
	provider: Provider,
	values: ICredentialDataDecryptedObject,
	{ method, path, json, acceptsKey }: Probe,
): Promise<void> {
	const apiKey = parseApiKey(values.apiKey);
	const target = { provider, baseUrl: parseBaseUrl(values.baseUrl), secrets: [apiKey] };

	// Credential tests have no other request function.
	const response = (await helpers
		.request({
			method,
			uri: `${target.baseUrl}${path}`,
			headers: {
				Accept: 'application/json',
				'Content-Type': 'application/json',
				...provider.authHeaders(apiKey),
			},
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
	if (acceptsKey(status, answer)) return;
	if (status >= 400) throw statusError(target, status, text);
	if (looksLikeHtml(text) || answer === undefined) throw webPageError(target, status);
	throw unexpectedResponse(
		target,
		answer,
		`${provider.displayName} returned an unexpected response`,
		'Check the base URL in the credential: another service may be at this address',
	);
}
