import { makeAudio } from '../../support/audio';
import { decode } from '../../support/ffprobe';
import type { AccountSettings, Fault, Playground } from '../../support/playground';
import { pitchOf } from '../pitch';

type Body = Record<string, unknown>;
type Fields = Record<string, string | undefined>;
export type Bytes = Uint8Array<ArrayBuffer>;

export const MODEL = 'faseeh-v1-preview';
export const TEXT = 'السَّلامُ عَلَيْكُمْ وَرَحْمَةُ اللهِ';
export const PCM = ['-f', 's16le', '-ar', '24000', '-ac', '1'];
export const PCM_TYPE = 'audio/raw;codec=pcm16;rate=24000;channels=1';

/** A voice of this fundamental frequency, as a file of the format. */
export const hum = (hertz: number, options = ['-f', 'wav']): Bytes =>
	new Uint8Array(
		makeAudio(4, ['-af', `aeval=0.4*sin(2*PI*${hertz}*t)+0.2*sin(4*PI*${hertz}*t)`, ...options]),
	);

/** A voice sample. */
export const SAMPLE = hum(120);

/** What goes into a form; undefined leaves one out. */
export interface Sent {
	fields?: Fields;
	files?: Record<string, Bytes | undefined>;
	mimeType?: string;
}

function formOf({ fields = {}, files = {}, mimeType = 'audio/wav' }: Sent): FormData {
	const form = new FormData();
	for (const [name, value] of Object.entries(fields)) if (value !== undefined) form.append(name, value);
	for (const [name, bytes] of Object.entries(files)) {
		if (bytes) form.append(name, new Blob([bytes], { type: mimeType }), `${name}.wav`);
	}
	return form;
}

/** An account with faults, and every operation of Faseeh for it: the arguments change good requests. */
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
		speak: (changes: Body = {}, model = MODEL) =>
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
		preview: ({ fields, files, ...more }: Sent = {}) =>
			post(
				'/voices/preview',
				formOf({
					...more,
					fields: { text: TEXT, similarity: '1', model_id: MODEL, ...fields },
					files: { file: SAMPLE, ...files },
				}),
			),
		clone: ({ fields, files, ...more }: Sent = {}) =>
			post(
				'/voices/clone',
				formOf({
					...more,
					fields: { text: TEXT, stability: '0.5', name: 'Me', model: MODEL, ...fields },
					files: { voice_file: SAMPLE, reference_audio_file: SAMPLE, ...files },
				}),
			),
		balance: async () => {
			const response = await fetch(`${playground.url}/control/accounts/${account.id}`);
			return ((await response.json()) as { settings: AccountSettings }).settings.walletBalance;
		},
	};
}

/** What is heard in an answer. */
export async function heard(response: Response) {
	const streamed = response.headers.get('content-type') === PCM_TYPE;
	const { pcm, meanVolume } = await decode(new Uint8Array(await response.arrayBuffer()), streamed ? PCM : []);
	return { seconds: pcm.length / 24_000, hertz: pitchOf(pcm, 24_000), volume: meanVolume };
}

/** Status, error code and message of an error answer. */
export async function refusal(response: Response): Promise<[number, string, string]> {
	const { errorCode, errorMessage } = (await response.json()) as Record<string, string>;
	return [response.status, errorCode ?? '', errorMessage ?? ''];
}
