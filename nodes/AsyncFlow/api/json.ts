import { readJson, readOptionalJson } from '../../shared/http/body';
import { send } from '../../shared/http/transport';
import type { ApiRequest, Call } from '../../shared/http/types';

/** A request with JSON as its answer, or none at all. */
export async function requestJson(call: Call, request: Omit<ApiRequest, 'accept'>): Promise<unknown> {
	return await send(
		call,
		{ ...request, accept: 'application/json' },
		async (response) => await (response.status === 204 ? readOptionalJson : readJson)(call, response),
	);
}
