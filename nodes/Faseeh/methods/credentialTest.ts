import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { testCredentialWith } from '../../shared/methods/testCredential';
import { listIn } from '../api';
import { faseeh } from '../provider';

/** Tests the credential with the cheapest request that needs the key: the list of models, which is short. */
export async function testCredential(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	return await testCredentialWith(this, faseeh, credential, {
		method: 'GET',
		path: '/models',
		acceptsKey: (status, body) => status === 200 && listIn(body, 'models') !== undefined,
	});
}
