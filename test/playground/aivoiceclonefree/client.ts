import { makeAudio } from '../../support/audio';
import type { DeliveryEntry, Playground, PlaygroundAccount } from '../../support/playground';

type Key = Pick<PlaygroundAccount, 'apiKey'>;

/** A tone of the fundamental frequency and its octave, as WAV. */
export const tone = (hertz: number, seconds = 6): Buffer =>
	makeAudio(seconds, ['-af', `aeval=0.4*sin(2*PI*${hertz}*t)+0.2*sin(4*PI*${hertz}*t)`, '-f', 'wav']);

const SAMPLE = tone(150);

/** Text of a length in characters that is quick to speak. */
export const textOf = (length: number): string => 'Word. '.repeat(Math.ceil(length / 6)).slice(0, length);

/** What is sent in a form; null or undefined leaves it out. */
export interface Sent {
	audio?: Uint8Array | null;
	fileName?: string;
	fileField?: string;
	fields?: Record<string, string | undefined>;
}

/** A form with a good sample and `text`, and what `sent` has on top. */
export function formOf(text: string, sent: Sent = {}): FormData {
	const { audio = SAMPLE, fileName = 'me.wav', fileField = 'audio_file', fields = {} } = sent;
	const form = new FormData();
	if (audio) form.append(fileField, new Blob([new Uint8Array(audio)]), fileName);
	const texts: Record<string, string | undefined> = { text, ...fields };
	for (const [name, value] of Object.entries(texts)) {
		if (value !== undefined) form.append(name, value);
	}
	return form;
}

/** A request as AI Voice Clone Free documents it. Without a form it is a GET. */
export function send(
	playground: Playground,
	{ apiKey }: Key,
	path: string,
	body?: FormData,
): Promise<Response> {
	return fetch(playground.baseUrl('aivoiceclonefree') + path, {
		headers: { authorization: `Bearer ${apiKey}` },
		redirect: 'manual',
		...(body ? { method: 'POST', body } : {}),
	});
}

export const syncClone = (
	playground: Playground,
	account: Key,
	text = 'Hello from the playground.',
	sent?: Sent,
) => send(playground, account, '/sync-clone', formOf(text, sent));

export const createTask = (playground: Playground, account: Key, text = textOf(1000), sent?: Sent) =>
	send(playground, account, '/async-clone/create-task', formOf(text, sent));

/** Creates a task that must be accepted, and returns its id. */
export async function acceptedTask(playground: Playground, account: Key, sent?: Sent): Promise<string> {
	const response = await createTask(playground, account, undefined, sent);
	if (response.status !== 202) throw new Error(`create-task answered ${response.status}`);
	return ((await response.json()) as { task_id: string }).task_id;
}

export const statusOf = async (playground: Playground, account: Key, id: string) =>
	(await (await send(playground, account, `/async-clone/task-status/${id}`)).json()) as Record<
		string,
		unknown
	>;

/** `[status, detail]` of an error answer. */
export async function errorOf(response: Response): Promise<[number, unknown]> {
	return [response.status, ((await response.json()) as { detail?: unknown }).detail];
}

/** What `read` gives as soon as it is `enough`. Rejects when that takes more than 15 seconds. */
export async function eventually<Value>(
	read: () => Value | Promise<Value>,
	enough: (value: Value) => boolean,
): Promise<Value> {
	const end = Date.now() + 15_000;
	for (;;) {
		const value = await read();
		if (enough(value)) return value;
		if (Date.now() > end) throw new Error(`Still ${JSON.stringify(value)}`);
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
}

/** The status of a task that has completed or failed. */
export const finished = (playground: Playground, account: Key, id: string) =>
	eventually(
		() => statusOf(playground, account, id),
		({ status }) => status === 'completed' || status === 'failed',
	);

/** The attempts to deliver, once so many are over. */
export const deliveries = (account: PlaygroundAccount, count: number): Promise<DeliveryEntry[]> =>
	eventually(
		() => account.deliveries(),
		(entries) => entries.filter(({ endedAt }) => endedAt !== null).length >= count,
	);
