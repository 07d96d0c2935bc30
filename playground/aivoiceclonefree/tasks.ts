import type { Account } from '../accounts/account.ts';
import { ApiError, jsonAnswer, type Answer } from '../http/answer.ts';
import type { Call } from '../provider.ts';
import { customer, settle, wavAnswer, type CloneRequest } from './clone.ts';
import { error, tooManyTasks } from './errors.ts';
import { Task } from './task.ts';
import { Webhook } from './webhook.ts';

const created = new WeakMap<Account, Map<string, Task>>();

/** The tasks of an account, by id. The map is the account's own: changes stay. */
function tasksOf(account: Account): Map<string, Task> {
	const tasks = created.get(account) ?? new Map<string, Task>();
	created.set(account, tasks);
	return tasks;
}

/** Throws the provider's error when the account has no such task. */
function findTask(call: Call): Task {
	const task = tasksOf(customer(call)).get(call.params['task_id'] ?? '');
	if (!task) throw error('notFound', 'Task not found');
	return task;
}

/** `POST /async-clone/create-task` */
export async function createCloneTask(call: Call): Promise<Answer> {
	const account = customer(call);
	const { speech, closing } = call;
	const { callback_url } = call.body as CloneRequest;
	if (callback_url !== undefined && !URL.canParse(callback_url)) {
		throw error('invalid', 'callback_url must be a URL', 422);
	}
	const request = await settle(call);
	const tasks = tasksOf(account);
	const { maxActiveTasks } = account.settings;
	const active = Array.from(tasks.values()).filter((task) => task.active).length;
	if (maxActiveTasks !== null && active >= maxActiveTasks) throw tooManyTasks();
	call.charge(request.text);
	const task = new Task(request, account, { speech, closing }, `http://${String(call.headers['host'])}`);
	tasks.set(task.id, task);
	if (callback_url !== undefined) await new Webhook(task, callback_url, account, closing).notify();
	return jsonAnswer(202, task.created());
}

/** `GET /async-clone/task-status/{task_id}` */
export const getCloneTaskStatus = (call: Call): Answer => jsonAnswer(200, findTask(call).state());

/** `GET /async-clone/task-result/{task_id}` */
export async function getCloneTaskResult(call: Call): Promise<Answer> {
	const task = findTask(call);
	if (task.active) throw error('notFound', `Task is not completed. Current status: ${task.status}`);
	if (task.status === 'failed') throw error('notFound', `Task failed: ${task.error}`);
	if (task.expired) throw new ApiError(410, 'EXPIRED', 'Task result has expired');
	// Spoken again, or remembered by the engine: a long session with long texts must not fill the memory.
	const answer = wavAnswer(await call.speech.speak(task.request), call.fillerBytes);
	answer.headers['content-disposition'] = `attachment; filename="task_${task.id}.wav"`;
	return answer;
}
