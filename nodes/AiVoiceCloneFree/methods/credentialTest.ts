import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { isRecord } from '../../shared/http/json';
import { testCredentialWith } from '../../shared/methods/testCredential';
import { aiVoiceCloneFree } from '../provider';

/**
 * Tests the credential with the status of a task that does not exist: the only request that is free of charge.
 * The key is good if the answer is that there is no such task.
 */
export async function testCredential(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	return await testCredentialWith(this, aiVoiceCloneFree, credential, ({ apiKey }) => ({
		method: 'GET',
		path: PATH,
		headers: { Authorization: `Bearer ${apiKey}` },
		acceptsKey: (status, body) =>
			(status === 200 && isRecord(body) && typeof body.status === 'string') ||
			(status === 404 && namesTask(body)),
	}));
}

const PATH = '/async-clone/task-status/credential-test';

/**
 * A 404 about a path that does not exist says just "Not Found" (FastAPI), quotes the path (Express: "Cannot GET
 * /path"), or says nothing that can be read.
 */
function namesTask(body: unknown): boolean {
	const { message = '' } = aiVoiceCloneFree.parseErrorBody(body);
	return message !== '' && !/^not found$/i.test(message.trim()) && !message.includes(PATH);
}
