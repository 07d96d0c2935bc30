import { isRecord } from '../../shared/http/json';
import { credentialTest } from '../../shared/methods/credentialTest';
import { aiVoiceCloneFree } from '../provider';

const PATH = '/async-clone/task-status/credential-test';

/**
 * Tests the credential with the only request that is free of charge: the status of a task that does not exist.
 * The key is valid if the provider reports that the task was not found.
 */
export const testCredential = credentialTest(aiVoiceCloneFree, {
	method: 'GET',
	path: PATH,
	acceptsKey: (status, body) =>
		(status === 200 && isRecord(body) && typeof body.status === 'string') ||
		(status === 404 && namesTask(body)),
});

/**
 * Tells an unknown task from an unknown path, for which the message is "Not Found" (FastAPI), quotes the path
 * (Express: "Cannot GET /path"), or is missing.
 */
function namesTask(body: unknown): boolean {
	const { message = '' } = aiVoiceCloneFree.parseErrorBody(body);
	return message !== '' && !/^not found$/i.test(message.trim()) && !message.includes(PATH);
}
