import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Account } from '../accounts/account.ts';
import type { Services } from '../provider.ts';
import type { SpeechRequest } from '../speech/types.ts';
import { secondsOf, wavAnswer } from './clone.ts';

export type TaskStatus = 'pending' | 'processing' | 'completed' | 'failed';

/** What of its time a task is pending. */
const PENDING_SHARE = 0.25;

/** Any id a task may have. */
export const newTaskId = (): string => randomBytes(9).toString('hex');

/** To the second, as the documentation's examples have it. */
export const isoTime = (time: number): string => new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');

/** Text that is being spoken, or has been. Times are milliseconds since 1970. */
export class Task {
	readonly id = newTaskId();
	readonly createdAt = Date.now();
	readonly request: SpeechRequest;
	/** Fulfilled when it has completed or failed; rejected when the playground closes before. */
	readonly finished: Promise<void>;
	status: TaskStatus = 'pending';
	/** Why it failed. */
	error = '';
	readonly #account: Account;
	readonly #origin: string;
	#startedAt: number | undefined;
	#finishedAt: number | undefined;
	#file: { audio_duration: number; file_size: number } | undefined;

	/** @param origin of the playground, as the client sees it */
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
		// Whoever waits for it is told; nobody has to.
		this.finished.catch(() => undefined);
	}

	get active(): boolean {
		return this.status === 'pending' || this.status === 'processing';
	}

	/** Whether its result cannot be fetched any more. */
	get expired(): boolean {
		const lifetimeMs = this.#account.settings.resultLifetimeMs ?? Infinity;
		return Date.now() >= (this.#finishedAt ?? Infinity) + lifetimeMs;
	}

	/** Answer of create-task. */
	created(): object {
		return {
			task_id: this.id,
			status: 'pending',
			estimated_completion: isoTime(this.createdAt + this.#account.settings.taskMs),
			created_at: isoTime(this.createdAt),
		};
	}

	/** Answer of task-status. */
	state(): object {
		return {
			task_id: this.id,
			status: this.status,
			created_at: isoTime(this.createdAt),
			...(this.#startedAt === undefined ? {} : { started_at: isoTime(this.#startedAt) }),
			...(this.active ? {} : this.#end(this.status, this.id)),
			...this.#file,
		};
	}

	/** What a webhook is told of the end; of the end that is meant, when it is still to come. */
	notification(id = this.id): Record<string, unknown> {
		const status = this.active ? this.#account.settings.taskOutcome : this.status;
		return { task_id: id, status, ...this.#end(status, id) };
	}

	#end(status: TaskStatus, id: string): object {
		const { taskError, resultUrlOrigin } = this.#account.settings;
		const time = isoTime(this.#finishedAt ?? Date.now());
		if (status === 'failed') return { error: this.error || taskError, failed_at: time };
		const url = new URL(`/aivoiceclonefree/async-clone/task-result/${id}`, resultUrlOrigin ?? this.#origin);
		return { result_url: url.href, completed_at: time };
	}

	async #run({ speech, closing: signal }: Pick<Services, 'speech' | 'closing'>): Promise<void> {
		const { taskMs, fillerBytes, taskOutcome, taskError } = this.#account.settings;
		await sleep(taskMs * PENDING_SHARE, undefined, { signal });
		this.status = 'processing';
		this.#startedAt = Date.now();
		try {
			const [spoken] = await Promise.all([
				speech.speak(this.request),
				sleep(taskMs * (1 - PENDING_SHARE), undefined, { signal }),
			]);
			if (taskOutcome === 'failed') throw new Error(taskError);
			const bytes = wavAnswer(spoken, fillerBytes).body.length ?? 0;
			this.#file = { audio_duration: Math.round(secondsOf(spoken, bytes) * 10) / 10, file_size: bytes };
			this.status = 'completed';
		} catch (failure) {
			signal.throwIfAborted();
			this.error = failure instanceof Error ? failure.message : String(failure);
			this.status = 'failed';
		}
		this.#finishedAt = Date.now();
	}
}
