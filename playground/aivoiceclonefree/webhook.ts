import { setTimeout as sleep } from 'node:timers/promises';

import type { Account } from '../accounts/account.ts';
import { describeMessage } from '../accounts/journal.ts';
import type { Notification } from '../accounts/settings.ts';
import { newTaskId, type Task } from './task.ts';

const TIMEOUT_MS = 10_000;

/** The text of a notification. */
function textOf(kind: Notification['kind'], task: Task): string {
	const correct = task.notification();
	const texts: Partial<Record<Notification['kind'], () => unknown>> = {
		processing: () => ({ task_id: task.id, status: 'processing' }),
		unknownStatus: () => ({ ...correct, status: 'cancelled' }),
		unknownTask: () => task.notification(newTaskId()),
		wrongTypes: () => ({ task_id: task.id, status: 1, result_url: {}, completed_at: [], error: false }),
	};
	const text = JSON.stringify(texts[kind]?.() ?? correct);
	return kind === 'notJson' ? text.slice(0, text.length / 2) : text;
}

/** Where a notification goes. */
function urlFor(kind: Notification['kind'], callbackUrl: string): URL {
	const url = new URL(callbackUrl);
	if (kind === 'noToken') url.search = '';
	if (kind === 'wrongToken') {
		for (const name of new Set(url.searchParams.keys())) url.searchParams.set(name, 'forged');
	}
	return url;
}

function reasonOf(failure: unknown): string {
	if (!(failure instanceof Error)) return String(failure);
	// The message of fetch is always the same; the reason is its cause.
	return failure.cause instanceof Error ? failure.cause.message : failure.message;
}

/** The `callback_url` of a task, and the notifications that the account sends to it. */
export class Webhook {
	readonly #task: Task;
	readonly #url: string;
	readonly #account: Account;
	readonly #closing: AbortSignal;

	constructor(task: Task, callbackUrl: string, account: Account, closing: AbortSignal) {
		this.#task = task;
		this.#url = callbackUrl;
		this.#account = account;
		this.#closing = closing;
	}

	/** Schedules the notifications. Waits for the first attempt of those that are due before the response. */
	async notify(): Promise<void> {
		const plan = this.#account.settings.webhooks ?? [{ kind: 'right' } satisfies Notification];
		const sent = plan.map((notification) => this.#send(notification));
		await Promise.all(sent.filter((_, index) => plan[index]?.when === 'beforeResponse'));
	}

	/** Resolves after the first attempt; retries run in the background. */
	async #send({ kind, when, delayMs = 0 }: Notification): Promise<void> {
		try {
			if (when !== 'created') await this.#task.finished;
			await sleep(delayMs, undefined, { signal: this.#closing });
			if (!(await this.#attempt(kind, 1)) && kind === 'right') void this.#retry();
		} catch (failure) {
			this.#unlessClosing(failure);
		}
	}

	async #retry(): Promise<void> {
		try {
			for (const [index, ms] of this.#account.settings.webhookRetryMs.entries()) {
				await sleep(ms, undefined, { signal: this.#closing });
				if (await this.#attempt('right', index + 2)) return;
			}
		} catch (failure) {
			this.#unlessClosing(failure);
		}
	}

	/** Returns whether the receiver accepted it. */
	async #attempt(kind: Notification['kind'], attempt: number): Promise<boolean> {
		const url = urlFor(kind, this.#url);
		const body = textOf(kind, this.#task);
		const entry = this.#account.recordDelivery({
			taskId: this.#task.id,
			kind,
			url: `${url.origin}${url.pathname}`,
			attempt,
			body: describeMessage(body, this.#account.apiKey),
			status: null,
			error: null,
			sentAt: Date.now(),
			endedAt: null,
		});
		try {
			const response = await fetch(url, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body,
				redirect: 'manual',
				signal: AbortSignal.any([this.#closing, AbortSignal.timeout(TIMEOUT_MS)]),
			});
			entry.status = response.status;
			await response.body?.cancel();
			return response.ok;
		} catch (failure) {
			entry.error = reasonOf(failure);
			return false;
		} finally {
			entry.endedAt = Date.now();
		}
	}

	/** Ignores that the playground stops. */
	#unlessClosing(failure: unknown): void {
		if (!this.#closing.aborted) throw failure;
	}
}
