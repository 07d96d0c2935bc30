import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { isRecord } from '../../shared/http/json';
import { testCredentialWith } from '../../shared/methods/testCredential';
import { asyncFlow } from '../provider';

/** Tests the credential with the cheapest request that needs the key: a list of one voice. */
export async function testCredential(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	return await testCredentialWith(this, asyncFlow, credential, {
		method: 'POST',
		path: '/voices',
		json: { limit: 1 },
		acceptsKey: (status, body) => status === 200 && isRecord(body) && Array.isArray(body.voices),
	});
}
