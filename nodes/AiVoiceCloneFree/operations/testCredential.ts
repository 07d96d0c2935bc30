import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { probeCredential } from '../../shared/operation/probeCredential';
import { aiVoiceCloneFree } from '../provider';

/**
 * Tests the credential with a look at a task that does not exist: the only request that is free of charge.
 * Who is told that there is no such task, has been let in.
 */
export async function testCredential(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	return await probeCredential(this, aiVoiceCloneFree, credential, ({ apiKey }) => ({
		method: 'GET',
		path: '/async-clone/task-status/credential-test',
		headers: { Authorization: `Bearer ${apiKey}` },
		proof: [404],
	}));
}
