import { readJson, readOptionalJson } from '../../shared/http/body';
import { send } from '../../shared/http/transport';
import type { ApiRequest, Call } from '../../shared/http/types';

/** Sends a request whose response is JSON or empty. */
export async function requestJson(call: Call, request: Omit<ApiRequest, 'accept'>): Promise<unknown> {
	return await send(
		call,
		{ ...request, accept: 'application/json' },
		async (response) => await (response.status === 204 ? readOptionalJson : readJson)(call, response),
	);
}
