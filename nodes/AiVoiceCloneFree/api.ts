import { settle } from '../shared/concurrency/settle';
import type { AudioSource } from '../shared/http/body';
import { parseResponse, readText } from '../shared/http/body';
import { asProviderError, inSeconds, unusableError } from '../shared/http/createErrors';
import { InputError, ProviderError } from '../shared/http/errors';
import { isRecord } from '../shared/http/json';
import { pathSegment } from '../shared/http/pathSegment';
import { excerpt } from '../shared/http/redact';
import { requestAudio, requestJson } from '../shared/http/requests';
import { send } from '../shared/http/transport';
import type { ApiResponse, Call } from '../shared/http/types';

/**
 * Maximum length of a synchronous request, and minimum length of a task, in characters (seed pages "Synchronous
 * Voice Cloning", "Create Asynchronous Voice Cloning Task").
 */
export const SYNC_CHARACTERS = 1000;

/** The content of a synthesis request, for both endpoints. */
export interface CloneRequest {
	readonly text: string;
	/** Unicode code points, the unit of the provider's limits: its errors are those of FastAPI, and so of Python. */
	readonly characters: number;
	/** Builds the form of one request. */
	readonly form: (text: string, callbackUrl?: string) => FormData;
}

/** The normalized status of a task. Unknown values count as running. */
export type TaskStatus = 'running' | 'completed' | 'failed';

export interface Task {
	readonly id: string;
	readonly status: TaskStatus;
	/** The provider's own value: `pending`, `processing`, `completed`, `failed`. */
	readonly rawStatus: string;
	/** The whole response. */
	readonly answer: Readonly<Record<string, unknown>>;
	/** The provider's reason for a failure. */
	readonly failureReason: string | undefined;
}

const STATUSES: Readonly<Record<string, TaskStatus>> = {
	completed: 'completed',
	failed: 'failed',
	// From the newer API of the provider.
	cancelled: 'failed',
	canceled: 'failed',
};

/** Normalizes a status; upper and lower case are equivalent. */
export const normalizeStatus = (status: string): TaskStatus => STATUSES[status.toLowerCase()] ?? 'running';

/** `POST /sync-clone`: synthesizes a short text in the voice of the sample. */
export async function cloneSync<T>(
	call: Call,
	form: FormData,
	readBody: (source: AudioSource) => Promise<T>,
): Promise<T> {
	const request = { method: 'POST', path: '/sync-clone', form, effect: 'unsafe', kind: 'speech' } as const;
	return await requestAudio(call, request, readBody);
}

/**
 * `POST /async-clone/create-task`: synthesizes a long text in the voice of the sample. Logs the task ID, so that
 * the audio can still be downloaded if n8n crashes.
 *
 * @param finished Settles when the task no longer counts towards the account's limit of active tasks.
 */
export async function createTask(call: Call, form: FormData, finished?: Promise<unknown>): Promise<Task> {
	const request = {
		method: 'POST',
		path: '/async-clone/create-task',
		form,
		accept: 'application/json',
		effect: 'unsafe',
		kind: 'tasks',
		...(finished !== undefined && { occupies: finished }),
	} as const;
	const redacting = redactingCallback(call, form);
	const task = await send(redacting, request, async (response) => await readCreatedTask(redacting, response));
	call.connection.context.logger.info(`AI Voice Clone Free created the task ${task.id}`);
	return task;
}

/** The task is already paid for, so its ID is used even if the rest of the response is cut off. */
async function readCreatedTask(call: Call, response: ApiResponse): Promise<Task> {
	let text = '';
	const whole = await settle(
		readText(call, response, MAX_TASK_BYTES, (part) => {
			text += part;
		}),
	);
	const answer = parseResponse(call, text);
	const id = answer === undefined ? /"task_id"\s*:\s*"([^"\\]{1,200})"/.exec(text)?.[1] : undefined;
	if (id !== undefined) return readTask(call, { task_id: id }, undefined);
	if (whole.status === 'rejected') throw whole.reason;
	return readTask(call, answer, undefined);
}

/** A response about a task has a few hundred bytes. */
const MAX_TASK_BYTES = 1024 * 1024;

/** Redacts the tokens in the callback URL, which the provider may quote in an error. */
function redactingCallback(call: Call, form: FormData): Call {
	const url = form.get('callback_url');
	if (typeof url !== 'string' || !URL.canParse(url)) return call;
	const { search, searchParams } = new URL(url);
	const tokens = [search, search.slice(1), ...searchParams.values()].flatMap((value) => [
		value,
		encodeURIComponent(value),
	]);
	// Longest first, so that no secret hides part of another. Short values are not tokens.
	const secrets = [...call.connection.secrets, ...new Set(tokens.filter(({ length }) => length >= 16))];
	return { ...call, connection: { ...call.connection, secrets } };
}

/** `GET /async-clone/task-status/{task_id}` */
export async function getTask(call: Call, taskId: string): Promise<Task> {
	const path = `/async-clone/task-status/${pathSegment(taskId, 'Task ID')}`;
	const body = await requestJson(call, { method: 'GET', path, effect: 'safe', kind: 'task status' });
	return readTask(call, body, taskId);
}

/**
 * `GET /async-clone/task-result/{task_id}`: the audio of a completed task. The URL is built from the base URL;
 * `result_url` comes from outside, and the API key would be sent to wherever it points.
 */
export async function downloadResult<T>(
	call: Call,
	taskId: string,
	readBody: (source: AudioSource) => Promise<T>,
): Promise<T> {
	const path = `/async-clone/task-result/${pathSegment(taskId, 'Task ID')}`;
	return await requestAudio(call, { method: 'GET', path, effect: 'safe', kind: 'task results' }, readBody);
}

function readTask(call: Call, answer: unknown, knownId: string | undefined): Task {
	const fields = isRecord(answer) ? answer : {};
	const { task_id: given, error } = fields;
	const id = knownId ?? (typeof given === 'number' ? String(given) : given);
	// A new task has no other status.
	const status = fields.status ?? (knownId === undefined ? 'pending' : undefined);
	if (typeof id !== 'string' || id === '' || typeof status !== 'string') {
		throw unusableError(
			`AI Voice Clone Free returned no task ${knownId === undefined ? 'ID' : 'status'}`,
			'See the response below. If it does not explain the problem, check the base URL in the credential',
			excerpt(call.connection, JSON.stringify(answer)),
		);
	}
	return {
		id,
		rawStatus: status,
		status: normalizeStatus(status),
		answer: fields,
		failureReason: reasonOf(error),
	};
}

/** The message of an error: a text, or in newer responses an object with a message. */
export function reasonOf(error: unknown): string | undefined {
	const reason = isRecord(error) ? error.message : error;
	return typeof reason === 'string' && reason !== '' ? reason : undefined;
}

/** A task that the provider could not complete. */
export function taskFailed(call: Call, { id, failureReason }: Task): ProviderError {
	return new ProviderError({
		kind: 'refused',
		title: 'The task failed',
		nextStep: 'Try a clearer sample or another text. If the provider stated a reason, it is below',
		message: excerpt(call.connection, failureReason),
		notes: [`The task ID is ${id}`],
	});
}

/** A task that was not completed in time. */
export function taskTimedOut(
	{ id, rawStatus }: Pick<Task, 'id' | 'rawStatus'>,
	maxWaitMs: number,
): ProviderError {
	return new ProviderError({
		kind: 'timedOut',
		title: `The task was not completed within ${inSeconds(maxWaitMs)} (status “${rawStatus}”)`,
		nextStep: 'Download the audio later with Get Result, or increase Max Wait',
		notes: [`The task ID is ${id}. Do not create the task again`],
	});
}

/** Adds the ID of a task, which is paid for and continues, to an error. */
export function withTaskId(taskId: string, reason: unknown): ProviderError {
	const error =
		reason instanceof InputError
			? unusableError(reason.message, reason.nextStep ?? 'Correct the input, then download the audio')
			: asProviderError(reason, 'Could not store the audio of the task');
	if (error.notes.some((note) => note.includes(taskId))) return error;
	const advice = `The task was created with the ID ${taskId}. Download its audio with Get Result; do not create the task again`;
	// Other errors say "run again", which would create and charge another task.
	const isFinal = error.kind === 'refused' || error.kind === 'misconfigured';
	return isFinal ? error.noting(advice) : error.with({ nextStep: advice });
}
