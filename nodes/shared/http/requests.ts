import type { AudioSource } from './body';
import { audioSource, readJson, readOptionalJson } from './body';
import { send } from './transport';
import type { ApiRequest, Call } from './types';

type Request = Omit<ApiRequest, 'accept'>;

/** Raw audio is an octet stream, an error is JSON. */
const AUDIO = 'audio/*, application/octet-stream, application/json;q=0.5';

/**
 * Sends a request whose response is audio.
 *
 * @param readBody Reads the body as it arrives; a failure while reading counts as one of the request.
 */
export async function requestAudio<T>(
	call: Call,
	request: Request,
	readBody: (source: AudioSource) => Promise<T>,
): Promise<T> {
	return await send(
		call,
		{ ...request, accept: AUDIO },
		async (response) => await readBody(audioSource(call, response)),
	);
}

/** Sends a request whose response is JSON, or empty with status 204. */
export async function requestJson(call: Call, request: Request): Promise<unknown> {
	return await send(
		call,
		{ ...request, accept: 'application/json' },
		async (response) => await (response.status === 204 ? readOptionalJson : readJson)(call, response),
	);
}
