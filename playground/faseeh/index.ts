import type { FastifyRequest } from 'fastify';

import { readContract } from '../contract.ts';
import { formJson } from '../http/formJson.ts';
import type { Provider } from '../provider.ts';
import { cloneVoice } from './clone.ts';
import { codeOf, error, errorBody, violation } from './errors.ts';
import { listModels } from './models.ts';
import { previewVoice } from './preview.ts';
import { textToSpeech } from './speech.ts';
import { listVoices, storedSample } from './voices.ts';

const KEY = 'x-api-key';
const contractFile = new URL('../contracts/faseeh.openapi.yaml', import.meta.url);
const contract = readContract(contractFile);

const forms: Record<string, string> = { previewVoice: 'PreviewRequest', cloneVoice: 'CloneRequest' };

function apiKey({ headers }: FastifyRequest): string | undefined {
	const value = headers[KEY];
	return typeof value === 'string' ? value : undefined;
}

/** Faseeh (faseeh.ai), without its WebSocket. */
export const faseeh: Provider = {
	name: 'faseeh',
	contract: contractFile,
	keyHeader: KEY,
	keyParameter: KEY,
	apiKey,
	precheck: () => undefined,
	operations: { textToSpeech, previewVoice, cloneVoice, listVoices, listModels },
	sockets: {},
	storedFile: storedSample,
	maxFileBytes: (account) => account?.settings.cloneMaxBytes ?? 0,
	formBody: (operationId, form) => formJson(contract, forms[operationId] ?? '', form),
	error,
	violation,
	errorBody: (failure, _flat, account) => errorBody(failure, account),
	codeOf,
	closeCode: () => 1008,
};
