import type { DeliveryEntry, Playground, PlaygroundAccount } from '../../support/playground';
import { eventually, formOf, type Fields, type FormFile, type Key } from '../client';
import { tone } from '../pitch';

/** A good voice sample. */
export const SAMPLE = tone(150, 6);

/** Text of a length in characters that is quick to synthesize. */
export const textOf = (length: number): string => 'Word. '.repeat(Math.ceil(length / 6)).slice(0, length);

/** What differs from a good request to clone a voice. */
export interface CloneChanges extends Partial<FormFile> {
	/** The field of the file; null sends no file. */
	field?: string | null;
	fields?: Fields;
}

export function cloneForm(text: string, changes: CloneChanges = {}): FormData {
	const { field = 'audio_file', fields, ...file } = changes;
	return formOf({ text, ...fields }, field === null ? {} : { [field]: { bytes: SAMPLE, ...file } });
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
	key: Key,
	text = 'Hello from the playground.',
	changes?: CloneChanges,
) => send(playground, key, '/sync-clone', cloneForm(text, changes));

export const createTask = (playground: Playground, key: Key, text = textOf(1000), changes?: CloneChanges) =>
	send(playground, key, '/async-clone/create-task', cloneForm(text, changes));

/** Creates a task that must be accepted, and returns its ID. */
export async function acceptedTask(
	playground: Playground,
	key: Key,
	changes?: CloneChanges,
): Promise<string> {
	const response = await createTask(playground, key, undefined, changes);
	if (response.status !== 202) throw new Error(`create-task returned ${response.status}`);
	return ((await response.json()) as { task_id: string }).task_id;
}

export const statusOf = async (playground: Playground, key: Key, id: string) =>
	(await (await send(playground, key, `/async-clone/task-status/${id}`)).json()) as Record<string, unknown>;

/** `[status, detail]` of an error. */
export async function errorOf(response: Response): Promise<[number, unknown]> {
	return [response.status, ((await response.json()) as { detail?: unknown }).detail];
}

/** The status of a task that has completed or failed. */
export const finished = (playground: Playground, key: Key, id: string) =>
	eventually(
		() => statusOf(playground, key, id),
		({ status }) => status === 'completed' || status === 'failed',
	);

/** The attempts to deliver a notification, once so many have ended. */
export const deliveries = (account: PlaygroundAccount, count: number): Promise<DeliveryEntry[]> =>
	eventually(
		() => account.deliveries(),
		(entries) => entries.filter(({ endedAt }) => endedAt !== null).length >= count,
	);
