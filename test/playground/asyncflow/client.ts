import { makeAudio } from '../../support/audio';
import type { Playground } from '../../support/playground';
import { formOf, type Fields, type FormFile, type Key } from '../client';

/** The voice of the documentation's examples. */
export const EXAMPLE_VOICE = 'e0f39dc4-f691-4e78-bba5-5c636692cc04';

/** A good voice sample. */
export const SAMPLE = makeAudio(4, ['-f', 'wav']);

type Body = Record<string, unknown>;

export const headersOf = ({ apiKey }: Key) => ({ 'x-api-key': apiKey, version: 'v1' });

/** A body for `/text_to_speech`. */
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
	key: Key,
	path: string,
	body?: unknown,
	options: RequestInit = {},
): Promise<Response> {
	const headers = headersOf(key);
	return fetch(playground.baseUrl('asyncflow') + path, {
		redirect: 'manual',
		...(body === undefined
			? { headers }
			: {
					method: 'POST',
					headers: { ...headers, 'content-type': 'application/json' },
					body: JSON.stringify(body),
				}),
		...options,
	});
}

/** Synthesizes `speechBody(changes)`. */
export const speak = (playground: Playground, key: Key, changes: Body = {}, options: RequestInit = {}) =>
	request(playground, key, '/text_to_speech', speechBody(changes), options);

/** What differs from a good request to clone a voice. */
export interface CloneChanges extends Partial<FormFile> {
	/** The field of the file. */
	field?: string;
	fields?: Fields;
}

export function clone(playground: Playground, key: Key, changes: CloneChanges = {}): Promise<Response> {
	const { field = 'audio', fields, ...file } = changes;
	const body = formOf(
		{ name: 'Me', language: 'en', enhance: 'false', ...fields },
		{ [field]: { bytes: SAMPLE, type: 'audio/wav', ...file } },
	);
	const url = `${playground.baseUrl('asyncflow')}/voices/clone`;
	return fetch(url, { method: 'POST', headers: headersOf(key), body });
}

export const idOf = async (response: Response): Promise<string> =>
	((await response.json()) as { id: string }).id;

/** `[status, error_code]` of an error. */
export async function errorOf(response: Response): Promise<[number, string | undefined]> {
	const body = (await response.json()) as { detail?: { error_code?: string; message?: string } };
	return [response.status, body.detail?.error_code];
}
