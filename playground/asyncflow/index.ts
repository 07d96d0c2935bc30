import type { FastifyRequest } from 'fastify';

import { readContract } from '../contract.ts';
import { ApiError, jsonResponse } from '../http/response.ts';
import type { Provider } from '../provider.ts';
import { cloneBody, cloneVoice } from './clone.ts';
import { closeCode, codeOf, error, errorBody, limitExtra, violation } from './errors.ts';
import { getVoicePreview, storedPreview } from './preview.ts';
import { textToSpeech, textToSpeechWithTimestamps } from './speech.ts';
import { textToSpeechStream } from './streaming.ts';
import { deleteVoice, getVoice, getVoicesBatch, listVoices, updateVoice } from './voices.ts';
import { textToSpeechWebSocket } from './websocket/connection.ts';

const KEY_HEADER = 'x-api-key';
const KEY_PARAMETER = 'api_key';
const API_VERSION = 'v1';
const contractFile = new URL('../contracts/async.openapi.yaml', import.meta.url);
const contract = readContract(contractFile);

function headerOrQuery(request: FastifyRequest, header: string, parameter: string): string | undefined {
	const value = request.headers[header];
	if (typeof value === 'string') return value;
	const query = Object(request.query) as Record<string, unknown>;
	// A WebSocket handshake has key and version in its query, every other request in its headers.
	return request.url.includes('/websocket/') && typeof query[parameter] === 'string'
		? query[parameter]
		: undefined;
}

/** AsyncFlow (async.ai). */
export const asyncflow: Provider = {
	name: 'asyncflow',
	contract: contractFile,
	keyHeader: KEY_HEADER,
	keyParameter: KEY_PARAMETER,
	apiKey: (request) => headerOrQuery(request, KEY_HEADER, KEY_PARAMETER),
	precheck(request) {
		const version = headerOrQuery(request, 'version', 'version');
		if (version === API_VERSION) return;
		const given = version === undefined ? 'No version' : `Version ${version}`;
		throw new ApiError(404, 'VERSION_NOT_FOUND', `${given} was given; the only version is ${API_VERSION}.`);
	},
	operations: {
		apiStatusCheck: () => jsonResponse(200, { status: 'ok', version: API_VERSION }),
		textToSpeech: (call) => textToSpeech(call, contract),
		textToSpeechWithTimestamps: (call) => textToSpeechWithTimestamps(call, contract),
		textToSpeechStream: (call) => textToSpeechStream(call, contract),
		cloneVoice,
		listVoices,
		getVoicesBatch,
		getVoice,
		updateVoice,
		deleteVoice,
		getVoicePreview,
	},
	sockets: {
		textToSpeechWebSocket: (call) => textToSpeechWebSocket(call, contract),
	},
	storedFile: storedPreview,
	maxFileBytes: (account) => account?.settings.cloneMaxBytes ?? 0,
	formBody: (_operationId, form, account) => cloneBody(contract, form, account),
	error,
	limitExtra,
	violation,
	errorBody,
	codeOf,
	closeCode,
};
