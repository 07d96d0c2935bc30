import { isRecord } from '../../shared/http/json';
import { credentialTest } from '../../shared/methods/credentialTest';
import { asyncFlow } from '../provider';

/** Tests the credential with the cheapest request that needs the key: a list of one voice. */
export const testCredential = credentialTest(asyncFlow, {
	method: 'POST',
	path: '/voices',
	json: { limit: 1 },
	acceptsKey: (status, body) => status === 200 && isRecord(body) && Array.isArray(body.voices),
});
