import { requestJson } from '../../shared/http/requests';
import type { Call } from '../../shared/http/types';
import { API_VERSION } from '../provider';

/** `GET /`: the status of the service, without the API key and thus without the headers of the credential. */
export async function getStatus(call: Call): Promise<unknown> {
	return await requestJson(call, {
		method: 'GET',
		path: '/',
		headers: { version: API_VERSION },
		effect: 'safe',
		kind: 'status',
		authenticated: false,
	});
}
