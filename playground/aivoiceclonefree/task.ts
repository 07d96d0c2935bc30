import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Account } from '../accounts/account.ts';
import type { Services } from '../provider.ts';
import type { SpeechRequest } from '../speech/types.ts';
import { secondsOf, wavResponse } from './clone.ts';

type TaskStatus = 'pending' | 'processing' | 'completed' | 'failed';

/** The share of its duration that a task is pending. */
const PENDING_SHARE = 0.25;

/** A random task ID. */
export const newTaskId = (): string => randomBytes(9).toString('hex');

/** To the second, like the documentation's examples. */
const isoTime = (time: number): string => new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');

/** A task. Times are milliseconds since 1970. */
export class Task {
	readonly id = newTaskId();
	readonly createdAt = Date.now();
	readonly request: SpeechRequest;
	/** Resolves when the task has completed or failed; rejects if the playground stops before. */
	readonly finished: Promise<void>;
	status: TaskStatus = 'pending';
	error = '';
	readonly #account: Account;
	readonly #origin: string;
	#startedAt: number | undefined;
	#finishedAt: number | undefined;
	#file: { audio_duration: number; file_size: number } | undefined;

	/** @param origin of the playground, for the client */
	constructor(
		request: SpeechRequest,
		account: Account,
		services: Pick<Services, 'speech' | 'closing'>,
		origin: string,
	) {
		this.request = request;
		this.#account = account;
		this.#origin = origin;
		this.finished = this.#run(services);
		// No unhandled rejection if nothing waits for it.
		this.finished.catch(() => undefined);
	}

	get active(): boolean {
		return this.status === 'pending' || this.status === 'processing';
	}

	/** Whether its result has expired. */
	get expired(): boolean {
		const lifetimeMs = this.#account.settings.resultLifetimeMs ?? Infinity;
		return Date.now() >= (this.#finishedAt ?? Infinity) + lifetimeMs;
	}

	/** The response of create-task. */
	createdBody(): object {
		return {
			task_id: this.id,
			status: 'pending',
			estimated_completion: isoTime(this.createdAt + this.#account.settings.taskMs),
			created_at: isoTime(this.createdAt),
		};
	}

	/** The response of task-status. */
	statusBody(): object {
		return {
			task_id: this.id,
			status: this.status,
			created_at: isoTime(this.createdAt),
			...(this.#startedAt === undefined ? {} : { started_at: isoTime(this.#startedAt) }),
			...(this.active ? {} : this.#outcome(this.status, this.id)),
			...this.#file,
		};
	}

	/** The body of a webhook. Before the task has finished, it has the outcome that is still to come. */
	notification(id = this.id): Record<string, unknown> {
		const status = this.active ? this.#account.settings.taskOutcome : this.status;
		return { task_id: id, status, ...this.#outcome(status, id) };
	}

	#outcome(status: TaskStatus, id: string): object {
		const { taskError, resultUrlOrigin } = this.#account.settings;
		const time = isoTime(this.#finishedAt ?? Date.now());
		if (status === 'failed') return { error: this.error || taskError, failed_at: time };
		const url = new URL(`/aivoiceclonefree/async-clone/task-result/${id}`, resultUrlOrigin ?? this.#origin);
		return { result_url: url.href, completed_at: time };
	}

	async #run({ speech: engine, closing: signal }: Pick<Services, 'speech' | 'closing'>): Promise<void> {
		const { taskMs, fillerBytes, taskOutcome, taskError } = this.#account.settings;
		await sleep(taskMs * PENDING_SHARE, undefined, { signal });
		this.status = 'processing';
		this.#startedAt = Date.now();
		try {
			const [speech] = await Promise.all([
				engine.synthesize(this.request),
				sleep(taskMs * (1 - PENDING_SHARE), undefined, { signal }),
			]);
			if (taskOutcome === 'failed') throw new Error(taskError);
			const bytes = wavResponse(speech, fillerBytes).body.length ?? 0;
			this.#file = { audio_duration: Math.round(secondsOf(speech, bytes) * 10) / 10, file_size: bytes };
			this.status = 'completed';
		} catch (failure) {
			signal.throwIfAborted();
			this.error = failure instanceof Error ? failure.message : String(failure);
			this.status = 'failed';
		}
		this.#finishedAt = Date.now();
	}
}
