import type { FastifyRequest } from 'fastify';

import { readContract } from '../contract.ts';
import { ApiError, jsonAnswer } from '../http/answer.ts';
import type { Provider } from '../provider.ts';
import { codeOf, error, errorBody, violation } from './errors.ts';
import { textToSpeech } from './speech.ts';
import { getVoice, listVoices } from './voices.ts';

const KEY_HEADER = 'x-api-key';
const API_VERSION = 'v1';
const contractFile = new URL('../contracts/async.openapi.yaml', import.meta.url);
const contract = readContract(contractFile);

function headerOrQuery(request: FastifyRequest, header: string, parameter: string): string | undefined {
	const value = request.headers[header];
	if (typeof value === 'string') return value;
	const query = Object(request.query) as Record<string, unknown>;
	// The WebSocket handshake carries key and version in its query, every other request in its headers.
	return request.url.includes('/websocket/') && typeof query[parameter] === 'string'
		? query[parameter]
		: undefined;
}

/** AsyncFlow (async.ai), as far as it is built. */
export const asyncflow: Provider = {
	name: 'asyncflow',
	contract: contractFile,
	keyHeader: KEY_HEADER,
	apiKey: (request) => headerOrQuery(request, KEY_HEADER, 'api_key'),
	gate(request) {
		const version = headerOrQuery(request, 'version', 'version');
		if (version === API_VERSION) return;
		const given = version === undefined ? 'No version' : `Version ${version}`;
		throw new ApiError(404, 'VERSION_NOT_FOUND', `${given} was given; the only version is ${API_VERSION}.`);
	},
	operations: {
		apiStatusCheck: () => jsonAnswer(200, { status: 'ok', version: API_VERSION }),
		textToSpeech: (call) => textToSpeech(call, contract),
		listVoices,
		getVoice,
	},
	error,
	violation,
	errorBody,
	codeOf,
};
