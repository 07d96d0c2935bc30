import { perAccount } from '../accounts/perAccount.ts';
import { ApiError, jsonResponse, type ProviderResponse } from '../http/response.ts';
import type { Call } from '../provider.ts';
import { accountOf, toSpeechRequest, wavResponse, type CloneRequest } from './clone.ts';
import { error, tooManyTasks } from './errors.ts';
import { Task } from './task.ts';
import { Webhook } from './webhook.ts';

/** By ID. */
const tasksOf = perAccount(() => new Map<string, Task>());

/** Throws the provider's error if the account has no such task. */
function findTask(call: Call): Task {
	const task = tasksOf(accountOf(call)).get(call.params.task_id ?? '');
	if (!task) throw error('notFound', 'Task not found');
	return task;
}

/** `POST /async-clone/create-task` */
export async function createCloneTask(call: Call): Promise<ProviderResponse> {
	const account = accountOf(call);
	const { speech, closing } = call;
	const { callback_url } = call.body as CloneRequest;
	if (callback_url !== undefined && !URL.canParse(callback_url)) {
		throw error('invalid', 'callback_url must be a URL', 422);
	}
	const request = await toSpeechRequest(call);
	const tasks = tasksOf(account);
	const { maxActiveTasks } = account.settings;
	const active = Array.from(tasks.values()).filter((task) => task.active).length;
	if (maxActiveTasks !== null && active >= maxActiveTasks) throw tooManyTasks();
	call.charge(request.text);
	const task = new Task(request, account, { speech, closing }, `http://${String(call.headers.host)}`);
	tasks.set(task.id, task);
	if (callback_url !== undefined) await new Webhook(task, callback_url, account, closing).notify();
	return jsonResponse(202, task.createdBody());
}

/** `GET /async-clone/task-status/{task_id}` */
export const getCloneTaskStatus = (call: Call): ProviderResponse =>
	jsonResponse(200, findTask(call).statusBody());

/** `GET /async-clone/task-result/{task_id}` */
export async function getCloneTaskResult(call: Call): Promise<ProviderResponse> {
	const task = findTask(call);
	if (task.active) throw error('notFound', `Task is not completed. Current status: ${task.status}`);
	if (task.status === 'failed') throw error('notFound', `Task failed: ${task.error}`);
	if (task.expired) throw new ApiError(410, 'EXPIRED', 'Task result has expired');
	// Synthesized again unless the engine has it cached: a long session must not fill the memory.
	const response = wavResponse(await call.speech.synthesize(task.request), call.fillerBytes);
	response.headers['content-disposition'] = `attachment; filename="task_${task.id}.wav"`;
	return response;
}
