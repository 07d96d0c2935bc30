import type { Call } from '../../shared/http/types';
import { requestJson } from './json';

/** `GET /`: the state of the service; needs no key, so the version does not come from the credential. */
export async function getStatus(call: Call): Promise<unknown> {
	const headers = { version: 'v1' };
	return await requestJson(call, {
		method: 'GET',
		path: '/',
		headers,
		effect: 'safe',
		kind: 'status',
		authenticated: false,
	});
}
