import { InputError, ProviderError } from '../../shared/http/errors';
import { unusableError } from '../../shared/http/failures';
import { wait } from '../../shared/http/wait';
import { storeAudio } from '../../shared/items/storeAudio';
import type { StoredAudio } from '../../shared/items/storeAudio';
import type { ItemCall } from '../../shared/operation/registry';
import type { Task } from '../api';
import { createTask, downloadResult, getTask, taskFailed } from '../api';

/** A task that is new may not be known everywhere with the provider at once. */
const UNKNOWN_LOOKS = 3;

const LEAST_LOOK_MS = 1000;
const MOST_DOWNLOADS = 3;

export interface Waiting {
	readonly pollIntervalMs: number;
	/** Milliseconds since 1970. */
	readonly deadline: number;
}

/**
 * Creates a task, waits for it and fetches its audio. While the account has too many tasks under way it
 * waits for room. Whatever fails after the task was accepted, its ID is in the error.
 *
 * @throws {ProviderError} with `details.taskId` once there is one.
 */
export async function speakAsTask(
	call: ItemCall,
	form: FormData,
	fileName: string,
	waiting: Waiting,
): Promise<{ stored: StoredAudio; task: Task }> {
	const created = await createWhenRoom(call, form, waiting);
	return await keepingId(created.id, async () => {
		const task = await waitUntilCompleted(call, created.id, waiting);
		return { stored: await fetchAudio(call, task.id, fileName, waiting), task };
	});
}

async function createWhenRoom(
	call: ItemCall,
	form: FormData,
	{ pollIntervalMs, deadline }: Waiting,
): Promise<Task> {
	for (;;) {
		const [outcome] = await Promise.allSettled([createTask(call, form)]);
		if (outcome.status === 'fulfilled') return outcome.value;
		const error: unknown = outcome.reason;
		const full = error instanceof ProviderError && error.kind === 'tooManyAtOnce';
		// Without retries, waiting for room is not wanted either.
		if (!full || call.limits.maxRetries === 0 || Date.now() + pollIntervalMs >= deadline) throw error;
		await wait(pollIntervalMs, call.connection.cancelled);
		call.usage.retries += 1;
	}
}

async function waitUntilCompleted(
	call: ItemCall,
	taskId: string,
	{ pollIntervalMs, deadline }: Waiting,
): Promise<Task> {
	let status = 'pending';
	for (let unknown = 0; ;) {
		await wait(Math.min(pollIntervalMs, deadline - Date.now()), call.connection.cancelled);
		const [look] = await Promise.allSettled([getTask(lookIn(call, deadline), taskId)]);
		if (look.status === 'fulfilled') {
			const task = look.value;
			if (task.state === 'completed') return task;
			if (task.state === 'failed') throw taskFailed(call, task);
			status = task.status;
			unknown = 0;
		} else {
			const error: unknown = look.reason;
			unknown = error instanceof ProviderError && error.status === 404 ? unknown + 1 : 0;
			if (!isPassing(error) || unknown >= UNKNOWN_LOOKS) throw error;
		}
		if (Date.now() >= deadline) throw tooLate(status);
	}
}

/** What fails for now is asked again at the next look, so a look is not to take longer than there is time. */
function lookIn(call: ItemCall, deadline: number): ItemCall {
	const timeoutMs = Math.max(LEAST_LOOK_MS, Math.min(call.limits.timeoutMs, deadline - Date.now()));
	return { ...call, limits: { timeoutMs, maxRetries: 0 } };
}

/** The task is paid for and fetching it is free, so whatever may be better next time is tried again. */
async function fetchAudio(
	call: ItemCall,
	taskId: string,
	fileName: string,
	{ pollIntervalMs }: Waiting,
): Promise<StoredAudio> {
	for (let attempt = 1; ; attempt += 1) {
		const [download] = await Promise.allSettled([
			downloadResult(
				call,
				taskId,
				async (source) => await storeAudio(call.context, call, source, { fileName }),
			),
		]);
		if (download.status === 'fulfilled') return download.value;
		if (attempt === MOST_DOWNLOADS || !isPassing(download.reason)) throw download.reason;
		await wait(pollIntervalMs, call.connection.cancelled);
	}
}

/** Looking costs nothing and changes nothing, so whatever may be better next time is looked at again. */
function isPassing(error: unknown): boolean {
	if (!(error instanceof ProviderError) || error.kind === 'cancelled' || error.kind === 'misconfigured') {
		return false;
	}
	const { status } = error;
	return status === undefined || status === 404 || status === 429 || status >= 500;
}

function tooLate(status: string): ProviderError {
	return new ProviderError({
		kind: 'timedOut',
		title: `The task was not completed within Max Wait (its state was “${status}”)`,
		nextStep: 'Raise Max Wait, or fetch the audio later',
	});
}

/** Does the work; if it fails, the error names the task, which is paid for and goes on. */
export async function keepingId<T>(taskId: string, work: () => Promise<T>): Promise<T> {
	const [outcome] = await Promise.allSettled([work()]);
	if (outcome.status === 'fulfilled') return outcome.value;
	throw naming(taskId, outcome.reason);
}

function naming(taskId: string, reason: unknown): ProviderError {
	const error = reason instanceof ProviderError ? reason : afterwards(reason);
	const advice = `The task was accepted and its ID is ${taskId}: fetch its audio with Get Result, do not create it again`;
	// What failed on the way says "run again", which would create and pay for another task.
	if (error.kind === 'refused' || error.kind === 'misconfigured') error.note ??= advice;
	else error.nextStep = advice;
	error.details = { taskId };
	return error;
}

/** Something of n8n's own, such as a full disk. */
function afterwards(reason: unknown): ProviderError {
	const message = reason instanceof Error ? reason.message : String(reason);
	return reason instanceof InputError
		? unusableError(message, reason.nextStep ?? 'Correct it, then fetch the audio')
		: unusableError('The audio of the task could not be kept', 'See what went wrong below', message);
}
