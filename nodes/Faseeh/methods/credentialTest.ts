import { credentialTest } from '../../shared/methods/credentialTest';
import { listIn } from '../api';
import { faseeh } from '../provider';

/** Tests the credential with the cheapest request that needs the key: the list of models, which is short. */
export const testCredential = credentialTest(faseeh, {
	method: 'GET',
	path: '/models',
	acceptsKey: (status, body) => status === 200 && listIn(body, 'models') !== undefined,
});
