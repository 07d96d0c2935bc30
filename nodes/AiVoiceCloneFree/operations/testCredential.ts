import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { probeCredential } from '../../shared/operation/probeCredential';
import { aiVoiceCloneFree } from '../provider';

/**
 * Tests the credential with the status of a task that does not exist: the only request that is free of charge.
 * The key is good if the answer is that there is no such task; any other 404 is of something else that answers
 * at this address.
 */
export async function testCredential(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	return await probeCredential(this, aiVoiceCloneFree, credential, ({ apiKey }) => ({
		method: 'GET',
		path: '/async-clone/task-status/credential-test',
		headers: { Authorization: `Bearer ${apiKey}` },
		isProof: (status, body) => status === 200 || (status === 404 && /task/i.test(messageIn(body))),
	}));
}

const messageIn = (body: unknown): string => aiVoiceCloneFree.readWords(body).message ?? '';
