import type { INodeExecutionData } from 'n8n-workflow';

import type { AudioFileOptions } from '../../shared/binary/storeAudio';
import type { StoredAudio } from '../../shared/binary/storedAudio';
import { storeWhole } from '../../shared/binary/storeWhole';
import { withDeadline } from '../../shared/concurrency/scope';
import { settle } from '../../shared/concurrency/settle';
import { wait } from '../../shared/concurrency/wait';
import { inSeconds } from '../../shared/http/createErrors';
import { ProviderError } from '../../shared/http/errors';
import { excerpt } from '../../shared/http/redact';
import { stoppedError } from '../../shared/http/stopped';
import { audioItem } from '../../shared/items/output';
import type { ItemCall } from '../../shared/operation/registry';
import type { Task } from '../api';
import { createTask, downloadResult, getTask, taskFailed, taskTimedOut, withTaskId } from '../api';

/** A new task may be unknown to some of the provider's servers at first. */
const MAX_NOT_FOUND = 3;
/** Time reserved for the response to the last poll. */
const LAST_POLL_MS = 1000;
const MAX_DOWNLOADS = 3;
/** Lower end of the 2 to 10 minutes that the provider states; a task created later cannot finish in time. */
const MIN_TASK_MS = 120_000;

/** How long to wait for a task, in seconds. */
interface WaitValues {
	readonly pollInterval: number;
	readonly maxWait: number;
}

/** The same in milliseconds. */
interface Waiting {
	readonly pollIntervalMs: number;
	readonly maxWaitMs: number;
}

/** Where the audio goes. */
export interface TaskOutput {
	readonly text: string;
	readonly binaryProperty: string;
	readonly file: AudioFileOptions;
}

/**
 * Creates a task, polls it and downloads its audio, all within `maxWait`. Waits for a slot while the account has too
 * many active tasks. After the task is created, every error contains its ID.
 *
 * @throws {ProviderError}
 */
export async function synthesizeAsTask(
	item: ItemCall,
	form: FormData,
	output: TaskOutput,
	{ pollInterval, maxWait }: WaitValues,
): Promise<INodeExecutionData> {
	const waiting = { pollIntervalMs: pollInterval * 1000, maxWaitMs: maxWait * 1000 };
	const deadline = performance.now() + waiting.maxWaitMs;
	let finish: () => void = () => undefined;
	const finished = new Promise<void>((resolve) => {
		finish = resolve;
	});
	const { id } = await createInTime(item, form, waiting, finished);
	item.ledger.keepId('taskId', id);
	const outcome = await settle(completeTask(item, id, output.file, { ...waiting, deadline }));
	finish();
	if (outcome.status === 'rejected') throw withTaskId(id, outcome.reason);
	const { stored, task } = outcome.value;
	const { text, binaryProperty } = output;
	return audioItem(item, binaryProperty, stored, { text, task: { taskId: id, status: task.rawStatus } });
}

/** Creates a task as soon as the account has a free slot, unless the task could no longer finish in time. */
async function createInTime(
	item: ItemCall,
	form: FormData,
	{ maxWaitMs }: Waiting,
	finished: Promise<void>,
): Promise<Task> {
	const longestMs = maxWaitMs - Math.min(MIN_TASK_MS, maxWaitMs / 2);
	const policy = { ...item.policy, limitWaitMs: longestMs };
	const created = await settle(
		withDeadline(
			[item.stopping],
			longestMs,
			async (stopping) => await createTask({ ...item, policy, stopping }, form, finished),
		),
	);
	if (created.status === 'fulfilled') return created.value;
	const error: unknown = created.reason;
	const isLate = error instanceof ProviderError && error.kind === 'stopped' && !item.stopping.aborted;
	throw isLate ? taskLimitError(error, longestMs) : error;
}

function taskLimitError({ cause }: ProviderError, waitedMs: number): ProviderError {
	const failure = {
		kind: 'concurrencyLimited',
		title: `The account had no room for another task within ${inSeconds(waitedMs)}`,
		nextStep:
			"Nothing was created. Increase Max Wait, lower Concurrency, or wait until the account's other tasks are completed",
		waitedMs,
	} as const;
	return cause instanceof ProviderError ? cause.with(failure) : new ProviderError(failure);
}

interface Deadline extends Waiting {
	/** By `performance.now()`. */
	readonly deadline: number;
}

async function completeTask(
	item: ItemCall,
	taskId: string,
	file: AudioFileOptions,
	waiting: Deadline,
): Promise<{ stored: StoredAudio; task: Task }> {
	const task = await waitUntilCompleted(item, taskId, waiting);
	return { stored: await downloadAudio(item, taskId, file, waiting), task };
}

async function waitUntilCompleted(item: ItemCall, taskId: string, waiting: Deadline): Promise<Task> {
	const { pollIntervalMs, deadline, maxWaitMs } = waiting;
	const reserve = Math.min(LAST_POLL_MS, maxWaitMs / 4);
	let rawStatus = 'pending';
	for (let notFoundCount = 0, isLast = false; !isLast;) {
		const remaining = deadline - performance.now();
		isLast = remaining <= pollIntervalMs + reserve;
		await wait(isLast ? remaining - reserve : pollIntervalMs, item.stopping);
		if (isStopping(item)) throw stoppedError(item);
		const polled = await settle(poll(item, taskId, deadline - performance.now()));
		if (polled.status === 'fulfilled') {
			const task = polled.value;
			if (task.status === 'completed') return task;
			if (task.status === 'failed') throw taskFailed(item, task);
			rawStatus = excerpt(item.connection, task.rawStatus, 50) ?? '';
			notFoundCount = 0;
		} else {
			const error: unknown = polled.reason;
			notFoundCount = error instanceof ProviderError && error.status === 404 ? notFoundCount + 1 : 0;
			if (isStopping(item) || !isTransient(error) || notFoundCount >= MAX_NOT_FOUND) throw error;
		}
	}
	throw taskTimedOut({ id: taskId, rawStatus }, maxWaitMs);
}

const isStopping = ({ stopping }: ItemCall): boolean => stopping.aborted;

/** A transient failure is retried by the next poll. */
async function poll(item: ItemCall, taskId: string, remainingMs: number): Promise<Task> {
	const policy = { ...item.policy, maxRetries: 0 };
	return await within({ ...item, policy }, remainingMs, async (call) => await getTask(call, taskId));
}

/** Limits a request and its retries to the remaining time. */
async function within<T>(
	item: ItemCall,
	remainingMs: number,
	request: (call: ItemCall) => Promise<T>,
): Promise<T> {
	const timeoutMs = Math.max(1, Math.ceil(Math.min(item.policy.timeoutMs, remainingMs)));
	const policy = { ...item.policy, timeoutMs };
	return await withDeadline(
		[item.stopping],
		remainingMs,
		async (stopping) => await request({ ...item, policy, stopping }),
	);
}

/** The task is paid for and downloads are free, so transient failures are retried. */
async function downloadAudio(
	item: ItemCall,
	taskId: string,
	file: AudioFileOptions,
	{ pollIntervalMs, deadline }: Deadline,
): Promise<StoredAudio> {
	for (let count = 1; ; count += 1) {
		const download = await settle(
			within(
				item,
				deadline - performance.now(),
				async (call) =>
					await downloadResult(
						call,
						taskId,
						async (source) => await storeWhole(call.context, call, source, file),
					),
			),
		);
		if (download.status === 'fulfilled') return download.value;
		const remaining = deadline - performance.now();
		if (count === MAX_DOWNLOADS || remaining <= 0 || !isTransient(download.reason)) throw download.reason;
		await wait(Math.min(pollIntervalMs, remaining), item.stopping);
		if (isStopping(item)) throw download.reason;
	}
}

/** Polls and downloads are free and safe to repeat, so only what cannot change is final. */
function isTransient(error: unknown): boolean {
	if (!(error instanceof ProviderError)) return false;
	const { kind, status } = error;
	if (kind === 'cancelled' || kind === 'misconfigured') return false;
	return status === undefined || status === 404 || status === 429 || status >= 500;
}
