import { decode } from '../../support/ffprobe';
import type { AccountSettings, Fault, Playground } from '../../support/playground';
import { bytesOf, formOf, type Fields, type FormFile } from '../client';
import { pitchOf, tone } from '../pitch';

export const MODEL = 'faseeh-v1-preview';
export const TEXT = 'السَّلامُ عَلَيْكُمْ وَرَحْمَةُ اللهِ';
export const PCM = ['-f', 's16le', '-ar', '24000', '-ac', '1'];
export const PCM_TYPE = 'audio/raw;codec=pcm16;rate=24000;channels=1';

/** A good voice sample. */
export const SAMPLE = tone(120, 4);

/** What differs from a good form. */
export interface FormChanges {
	fields?: Fields;
	/** By field; undefined sends none. */
	files?: Record<string, Uint8Array | undefined>;
	type?: string;
}

function audioForm(fields: Fields, files: FormChanges['files'] = {}, type = 'audio/wav'): FormData {
	const sent: Record<string, FormFile> = {};
	for (const [field, bytes] of Object.entries(files)) {
		if (bytes) sent[field] = { bytes, type, name: `${field}.wav` };
	}
	return formOf(fields, sent);
}

/** An account with settings and faults, and every operation of Faseeh for it. */
export async function client(
	playground: Playground,
	settings: Partial<AccountSettings> = {},
	...faults: Fault[]
) {
	const account = await playground.account(settings);
	await account.fault(...faults);
	const send = (path: string, options: RequestInit = {}) =>
		fetch(playground.baseUrl('faseeh') + path, {
			redirect: 'manual',
			...options,
			headers: { 'x-api-key': account.apiKey, ...(options.headers as Record<string, string>) },
		});
	const post = (path: string, body: FormData) => send(path, { method: 'POST', body });
	return {
		account,
		get: send,
		speak: (changes: Record<string, unknown> = {}, model = MODEL) =>
			send(`/text-to-speech/${model}`, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify({
					voice_id: 'ar-najdi-male-2',
					text: TEXT,
					stability: 0.5,
					streaming: false,
					...changes,
				}),
			}),
		preview: ({ fields, files, type }: FormChanges = {}) =>
			post(
				'/voices/preview',
				audioForm(
					{ text: TEXT, similarity: '1', model_id: MODEL, ...fields },
					{ file: SAMPLE, ...files },
					type,
				),
			),
		clone: ({ fields, files, type }: FormChanges = {}) =>
			post(
				'/voices/clone',
				audioForm(
					{ text: TEXT, stability: '0.5', name: 'Me', model: MODEL, ...fields },
					{ voice_file: SAMPLE, reference_audio_file: SAMPLE, ...files },
					type,
				),
			),
		balance: async () => {
			const response = await fetch(`${playground.url}/control/accounts/${account.id}`);
			return ((await response.json()) as { settings: AccountSettings }).settings.walletBalance;
		},
	};
}

/** Length, pitch and volume of a response's audio. */
export async function soundOf(response: Response) {
	const streamed = response.headers.get('content-type') === PCM_TYPE;
	const { pcm, meanVolume } = await decode(await bytesOf(response), streamed ? PCM : []);
	return { seconds: pcm.length / 24_000, hertz: pitchOf(pcm, 24_000), volume: meanVolume };
}

/** Status, error code and message of an error. */
export async function errorOf(response: Response): Promise<[number, string, string]> {
	const { errorCode, errorMessage } = (await response.json()) as Record<string, string>;
	return [response.status, errorCode ?? '', errorMessage ?? ''];
}
