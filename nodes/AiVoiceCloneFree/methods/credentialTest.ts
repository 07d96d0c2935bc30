import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { isRecord } from '../../shared/http/json';
import { testCredentialWith } from '../../shared/methods/testCredential';
import { aiVoiceCloneFree } from '../provider';

/**
 * Tests the credential with the only request that is free of charge: the status of a task that does not exist.
 * The key is valid if the provider reports that the task was not found.
 */
export async function testCredential(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	return await testCredentialWith(this, aiVoiceCloneFree, credential, {
		method: 'GET',
		path: PATH,
		acceptsKey: (status, body) =>
			(status === 200 && isRecord(body) && typeof body.status === 'string') ||
			(status === 404 && namesTask(body)),
	});
}

const PATH = '/async-clone/task-status/credential-test';

/**
 * Tells an unknown task from an unknown path, for which the message is "Not Found" (FastAPI), quotes the path
 * (Express: "Cannot GET /path"), or is missing.
 */
function namesTask(body: unknown): boolean {
	const { message = '' } = aiVoiceCloneFree.parseErrorBody(body);
	return message !== '' && !/^not found$/i.test(message.trim()) && !message.includes(PATH);
}
