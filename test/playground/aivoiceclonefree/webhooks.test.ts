import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

import {
	startPlayground,
	type AccountSettings,
	type Notification,
	type Playground,
} from '../../support/playground';
import { eventually } from '../client';
import { acceptedTask, createTask, deliveries, finished } from './client';

interface Received {
	query: string;
	contentType: string | undefined;
	body: string;
	at: number;
}

let playground: Playground;
let server: Server;
let hook: string;
let received: Received[] = [];
/** Statuses of the receiver's next responses; then 200. */
let answers: number[] = [];

beforeAll(async () => {
	playground = await startPlayground();
	server = createServer((request, response) => {
		void text(request).then((body) => {
			const { searchParams } = new URL(request.url ?? '', 'http://receiver');
			const contentType = request.headers['content-type'];
			received.push({ query: searchParams.toString(), contentType, body, at: Date.now() });
			response.writeHead(answers.shift() ?? 200, { location: '/elsewhere' }).end('{}');
		});
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	hook = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?token=secret`;
}, 30_000);
afterEach(() => {
	received = [];
	answers = [];
});
afterAll(async () => {
	server.closeAllConnections();
	server.close();
	await playground.close();
});

/** A task with a webhook; by default it finishes immediately. */
async function taskWith(settings: Partial<AccountSettings> = {}, callback_url = hook) {
	const account = await playground.account({ taskMs: 0, webhookRetryMs: [10, 20], ...settings });
	const id = await acceptedTask(playground, account, { fields: { callback_url } });
	return { account, id };
}

const bodies = () => received.map(({ body }) => JSON.parse(body) as Record<string, unknown>);
const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);

describe('the correct notification', () => {
	it('reports a completed task', async () => {
		const { account, id } = await taskWith();
		const [entry] = await deliveries(account, 1);
		const body = {
			task_id: id,
			status: 'completed',
			result_url: `${playground.baseUrl('aivoiceclonefree')}/async-clone/task-result/${id}`,
			completed_at: TIME,
		};
		expect(bodies()).toEqual([body]);
		expect(received[0]).toMatchObject({ query: 'token=secret', contentType: 'application/json' });
		expect(entry).toMatchObject({
			id: 1,
			taskId: id,
			kind: 'right',
			attempt: 1,
			body,
			status: 200,
			error: null,
		});
		expect(entry?.url).toBe(hook.replace(/\?.*/, ''));
		expect(await finished(playground, account, id)).toMatchObject(body);
	});

	it('reports a failed task', async () => {
		const { account, id } = await taskWith({ taskOutcome: 'failed', taskError: 'Too noisy' });
		await deliveries(account, 1);
		expect(bodies()).toEqual([{ task_id: id, status: 'failed', error: 'Too noisy', failed_at: TIME }]);
	});

	it('is retried until the response is 2xx', async () => {
		answers = [500, 302, 204];
		const { account } = await taskWith({ webhookRetryMs: [50, 100, 150] });
		const entries = await deliveries(account, 3);
		expect(entries.map(({ attempt, status }) => [attempt, status])).toEqual([
			[1, 500],
			[2, 302],
			[3, 204],
		]);
		const [first, second, third] = entries.map(({ sentAt }) => sentAt);
		expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(49);
		expect((third ?? 0) - (second ?? 0)).toBeGreaterThanOrEqual(99);
		await new Promise((resolve) => setTimeout(resolve, 250));
		expect(received).toHaveLength(3);
	});

	it('is not sent again after the last retry, even without a response', async () => {
		const { account, id } = await taskWith({}, 'http://127.0.0.1:1/hook');
		const entries = await deliveries(account, 3);
		expect(entries.map(({ status }) => status)).toEqual([null, null, null]);
		expect(entries[0]?.error).toMatch(/\w/);
		expect(await finished(playground, account, id)).toMatchObject({ status: 'completed' });
	});
});

describe('on request', () => {
	const sent = async (webhooks: Notification[], settings: Partial<AccountSettings> = {}) => {
		const task = await taskWith({ webhooks, ...settings });
		await deliveries(task.account, webhooks.length);
		return task;
	};

	it('nothing is sent', async () => {
		const { account, id } = await sent([]);
		await finished(playground, account, id);
		await new Promise((resolve) => setTimeout(resolve, 100));
		expect(received).toEqual([]);
	});

	it('it comes late, twice and out of order', async () => {
		const started = Date.now();
		await sent([{ kind: 'right' }, { kind: 'right', delayMs: 250 }, { kind: 'processing', delayMs: 600 }]);
		expect(bodies().map(({ status }) => status)).toEqual(['completed', 'completed', 'processing']);
		expect((received[2]?.at ?? 0) - started).toBeGreaterThanOrEqual(600);
	});

	it('it is forged', async () => {
		const { id } = await sent([
			{ kind: 'unknownTask' },
			{ kind: 'wrongToken', delayMs: 250 },
			{ kind: 'noToken', delayMs: 600 },
		]);
		const [other, wrong, none] = bodies();
		expect(other).toMatchObject({ task_id: expect.any(String), status: 'completed' });
		expect(other?.task_id).not.toBe(id);
		expect(other?.result_url).toContain(other?.task_id);
		expect([wrong?.task_id, none?.task_id]).toEqual([id, id]);
		expect(received.map(({ query }) => query)).toEqual(['token=secret', 'token=forged', '']);
	});

	it('it is malformed, and not retried', async () => {
		answers = [400, 400, 400];
		const { account, id } = await sent([
			{ kind: 'notJson' },
			{ kind: 'wrongTypes', delayMs: 250 },
			{ kind: 'unknownStatus', delayMs: 600 },
		]);
		await new Promise((resolve) => setTimeout(resolve, 100));
		const [notJson, wrongTypes, unknownStatus] = received;
		expect(() => JSON.parse(notJson?.body ?? '') as unknown).toThrow();
		expect(JSON.parse(wrongTypes?.body ?? '')).toMatchObject({ task_id: id, status: 1, result_url: {} });
		expect(JSON.parse(unknownStatus?.body ?? '')).toMatchObject({ task_id: id, status: 'cancelled' });
		expect((await account.deliveries()).map(({ body }) => body)[0]).toBe(notJson?.body);
		expect(received).toHaveLength(3);
	});

	it('it comes before what it says is true', async () => {
		const { id } = await sent([{ kind: 'right', when: 'created' }], { taskMs: 60_000 });
		expect(bodies()).toMatchObject([{ task_id: id, status: 'completed' }]);
	});

	it('it comes before create-task answers, and its retry after', async () => {
		answers = [404];
		const account = await playground.account({
			taskMs: 100,
			webhooks: [{ kind: 'right', when: 'beforeResponse' }],
			webhookRetryMs: [300],
		});
		const response = await createTask(playground, account, undefined, { fields: { callback_url: hook } });
		const answeredAt = Date.now();
		expect(response.status).toBe(202);
		expect(await response.json()).toMatchObject({ status: 'pending' });
		expect(received).toHaveLength(1);
		expect(received[0]?.at).toBeLessThanOrEqual(answeredAt);
		await eventually(
			() => received,
			({ length }) => length === 2,
		);
	});
});

it('ends with the playground', async () => {
	const own = await startPlayground();
	const account = await own.account({ taskMs: 400 });
	await acceptedTask(own, account, { fields: { callback_url: hook } });
	await own.close();
	await new Promise((resolve) => setTimeout(resolve, 800));
	expect(received).toEqual([]);
});
