import type { Playground, PlaygroundAccount } from '../support/playground';

/** The voice of the documentation's examples. */
export const EXAMPLE_VOICE = 'e0f39dc4-f691-4e78-bba5-5c636692cc04';

type Body = Record<string, unknown>;

/** A body for `/text_to_speech`, with `changes` on top. */
export function speechBody(changes: Body = {}): Body {
	return {
		model_id: 'async_flash_v1.0',
		transcript: 'Hello from the playground.',
		voice: { mode: 'id', id: EXAMPLE_VOICE },
		output_format: { container: 'wav', encoding: 'pcm_s16le', sample_rate: 8000 },
		...changes,
	};
}

/** A request as AsyncFlow documents it. Without a body it is a GET. */
export function request(
	playground: Playground,
	account: Pick<PlaygroundAccount, 'apiKey'>,
	path: string,
	body?: unknown,
	options: RequestInit = {},
): Promise<Response> {
	const headers = { 'x-api-key': account.apiKey, version: 'v1' };
	return fetch(playground.baseUrl('asyncflow') + path, {
		redirect: 'manual',
		...options,
		...(body === undefined
			? { headers }
			: {
					method: 'POST',
					headers: { ...headers, 'content-type': 'application/json' },
					body: JSON.stringify(body),
				}),
	});
}

/** Speaks with `speechBody(changes)`. */
export function speak(
	playground: Playground,
	account: Pick<PlaygroundAccount, 'apiKey'>,
	changes: Body = {},
	options: RequestInit = {},
): Promise<Response> {
	return request(playground, account, '/text_to_speech', speechBody(changes), options);
}

export const bytesOf = async (response: Response): Promise<Uint8Array> =>
	new Uint8Array(await response.arrayBuffer());

/** `[status, error_code]` of an error answer. */
export async function errorOf(response: Response): Promise<[number, string | undefined]> {
	const body = (await response.json()) as { detail?: { error_code?: string; message?: string } };
	return [response.status, body.detail?.error_code];
}
