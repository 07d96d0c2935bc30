import { readContract } from '../contract.ts';
import { formJson } from '../http/formJson.ts';
import { emptyResponse } from '../http/response.ts';
import type { Provider } from '../provider.ts';
import { MAX_SAMPLE_BYTES, syncClone } from './clone.ts';
import { error, errorBody, noSubscription, violation } from './errors.ts';
import { createCloneTask, getCloneTaskResult, getCloneTaskStatus } from './tasks.ts';

const contractFile = new URL('../contracts/aivoiceclonefree.openapi.yaml', import.meta.url);
const contract = readContract(contractFile);

/** The component that describes each form. */
const forms: Record<string, string> = {
	syncClone: 'SyncCloneRequest',
	createCloneTask: 'CreateTaskRequest',
};

/** AI Voice Clone Free (aivoiceclonefree.com). */
export const aivoiceclonefree: Provider = {
	name: 'aivoiceclonefree',
	contract: contractFile,
	keyHeader: 'authorization',
	// From an older API of the provider: redacted if a client still sends it.
	keyParameter: 'api_key',
	apiKey: ({ headers }) => /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1],
	precheck(_request, operationId, account) {
		if (operationId in forms && account?.settings.plan === 'free') throw noSubscription();
	},
	operations: { syncClone, createCloneTask, getCloneTaskStatus, getCloneTaskResult },
	sockets: {},
	storedFile: () => emptyResponse(404),
	maxFileBytes: () => MAX_SAMPLE_BYTES,
	formBody: (operationId, form) => formJson(contract, forms[operationId] ?? '', form),
	error,
	violation,
	errorBody,
	codeOf: (status) => `STATUS_${status}`,
	closeCode: () => 1008,
};
