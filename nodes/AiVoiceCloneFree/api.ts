import { settle } from '../shared/concurrency/settle';
import type { AudioSource } from '../shared/http/body';
import { audioSource, parseAnswer, readJson, readText } from '../shared/http/body';
import { asProviderError, unusableError } from '../shared/http/createErrors';
import { InputError, ProviderError } from '../shared/http/errors';
import { isRecord } from '../shared/http/json';
import { pathSegment } from '../shared/http/pathSegment';
import { excerpt } from '../shared/http/redact';
import { send } from '../shared/http/transport';
import type { ApiResponse, Call } from '../shared/http/types';

/**
 * Most characters of a synchronous request and fewest of a task; exactly so many are allowed in both
 * (seed pages "Synchronous Voice Cloning", "Create Asynchronous Voice Cloning Task").
 */
export const SYNC_CHARACTERS = 1000;

/** What is sent to make speech: the form of both endpoints. */
export interface CloneRequest {
	readonly text: string;
	/**
	 * Unicode code points, the unit in which the provider's limits are taken: its errors are those of FastAPI,
	 * and that is what a length is in Python.
	 */
	readonly characters: number;
	/** A form of its own for each request. */
	readonly form: (text: string, callbackUrl?: string) => FormData;
}

/** What a task came to. A status that is not known yet counts as running. */
export type TaskState = 'running' | 'completed' | 'failed';

export interface Task {
	readonly id: string;
	readonly state: TaskState;
	/** In the provider's words: `pending`, `processing`, `completed`, `failed`. */
	readonly status: string;
	/** All that the provider said. */
	readonly answer: Readonly<Record<string, unknown>>;
	/** Why it failed, in the provider's words. */
	readonly failureReason: string | undefined;
}

const STATES: Readonly<Record<string, TaskState>> = {
	completed: 'completed',
	failed: 'failed',
	// Of the provider's later API.
	cancelled: 'failed',
	canceled: 'failed',
};

/** What a status means, however it is written. */
export const stateOf = (status: string): TaskState => STATES[status.toLowerCase()] ?? 'running';

/** `POST /sync-clone`: speaks a short text in the voice of the sample. */
export async function cloneSync<T>(
	call: Call,
	form: FormData,
	readBody: (source: AudioSource) => Promise<T>,
): Promise<T> {
	return await send(
		call,
		{ method: 'POST', path: '/sync-clone', form, accept: AUDIO, effect: 'unsafe', kind: 'speech' },
		async (response) => await readBody(audioSource(call, response)),
	);
}

/**
 * `POST /async-clone/create-task`: has a long text spoken in the voice of the sample. The ID of the task is
 * logged as well, for the case that n8n does not get to the end of the execution.
 *
 * @param over Settles when the task no longer counts towards the account's limit of active tasks.
 */
export async function createTask(call: Call, form: FormData, over?: Promise<unknown>): Promise<Task> {
	const request = {
		method: 'POST',
		path: '/async-clone/create-task',
		form,
		accept: 'application/json',
		effect: 'unsafe',
		kind: 'tasks',
		...(over !== undefined && { occupies: over }),
	} as const;
	const redacting = redactingCallback(call, form);
	const task = await send(redacting, request, async (response) => await readCreatedTask(redacting, response));
	call.connection.context.logger.info(`AI Voice Clone Free accepted the task ${task.id}`);
	return task;
}

/** The task is paid for by now, so its ID counts even if the rest of the answer is cut off. */
async function readCreatedTask(call: Call, response: ApiResponse): Promise<Task> {
	let text = '';
	const whole = await settle(
		readText(call, response, MAX_TASK_BYTES, (part) => {
			text += part;
		}),
	);
	const answer = parseAnswer(call, text);
	const id = answer === undefined ? /"task_id"\s*:\s*"([^"\\]{1,200})"/.exec(text)?.[1] : undefined;
	if (id !== undefined) return readTask(call, { task_id: id }, undefined);
	if (whole.status === 'rejected') throw whole.reason;
	return readTask(call, answer, undefined);
}

/** An answer about a task is a few hundred bytes. */
const MAX_TASK_BYTES = 1024 * 1024;

/** The provider may quote the callback URL in a refusal; the tokens in its query are for nobody else to see. */
function redactingCallback(call: Call, form: FormData): Call {
	const url = form.get('callback_url');
	if (typeof url !== 'string' || !URL.canParse(url)) return call;
	const { search, searchParams } = new URL(url);
	const tokens = [search, search.slice(1), ...searchParams.values()].flatMap((value) => [
		value,
		encodeURIComponent(value),
	]);
	// The longest first, so that none hides the rest of another. A short value is no token.
	const secrets = [...call.connection.secrets, ...new Set(tokens.filter(({ length }) => length >= 16))];
	return { ...call, connection: { ...call.connection, secrets } };
}

/** `GET /async-clone/task-status/{task_id}` */
export async function getTask(call: Call, taskId: string): Promise<Task> {
	const path = `/async-clone/task-status/${pathSegment(taskId, 'Task ID')}`;
	return await send(
		call,
		{ method: 'GET', path, accept: 'application/json', effect: 'safe', kind: 'task status' },
		async (response) => readTask(call, await readJson(call, response), taskId),
	);
}

/**
 * `GET /async-clone/task-result/{task_id}`: the audio of a completed task. The address is always built from
 * the base URL: `result_url` comes from outside, and the key would go wherever it points.
 */
export async function downloadResult<T>(
	call: Call,
	taskId: string,
	readBody: (source: AudioSource) => Promise<T>,
): Promise<T> {
	const path = `/async-clone/task-result/${pathSegment(taskId, 'Task ID')}`;
	return await send(
		call,
		{ method: 'GET', path, accept: AUDIO, effect: 'safe', kind: 'task results' },
		async (response) => await readBody(audioSource(call, response)),
	);
}

/** A refusal comes as JSON. */
const AUDIO = 'audio/*, application/json;q=0.5';

function readTask(call: Call, answer: unknown, knownId: string | undefined): Task {
	const fields = isRecord(answer) ? answer : {};
	const { task_id: given, error } = fields;
	const id = knownId ?? (typeof given === 'number' ? String(given) : given);
	// A task that was just accepted can be nothing else.
	const status = fields.status ?? (knownId === undefined ? 'pending' : undefined);
	if (typeof id !== 'string' || id === '' || typeof status !== 'string') {
		throw unusableError(
			`AI Voice Clone Free answered without ${knownId === undefined ? 'the ID of a task' : 'the status of the task'}`,
			'Check its answer below. If it does not explain the problem, check the base URL in the credential',
			excerpt(call.connection, JSON.stringify(answer)),
		);
	}
	return { id, status, state: stateOf(status), answer: fields, failureReason: reasonOf(error) };
}

/** A text, or in newer answers an object with a message. */
export function reasonOf(error: unknown): string | undefined {
	const reason = isRecord(error) ? error.message : error;
	return typeof reason === 'string' && reason !== '' ? reason : undefined;
}

/** The error of a task that failed. */
export function taskFailed(call: Call, { id, failureReason }: Task): ProviderError {
	return new ProviderError({
		kind: 'refused',
		title: 'AI Voice Clone Free could not complete the task',
		nextStep: 'Check the reason below. A clearer sample, or another text, may help',
		message: excerpt(call.connection, failureReason),
		notes: [`Its ID is ${id}`],
	});
}

/** The error with the ID of the task, which is paid for and goes on. */
export function withTaskId(taskId: string, reason: unknown): ProviderError {
	const error =
		reason instanceof InputError
			? unusableError(reason.message, reason.nextStep ?? 'Correct it, then get the audio')
			: asProviderError(reason, 'The audio of the task could not be stored');
	const advice = `The task was created and its ID is ${taskId}: get its audio with Get Result, do not create it again`;
	// What failed on the way says "run again", which would create and pay for another task.
	const isFinal = error.kind === 'refused' || error.kind === 'misconfigured';
	if (!isFinal) return error.with({ nextStep: advice });
	return error.notes.some((note) => note.includes(taskId)) ? error : error.noting(advice);
}
