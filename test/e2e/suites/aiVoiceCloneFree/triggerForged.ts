import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';

import type { N8nInstance } from '../../../support/n8nInstance';
import type { Fault } from '../../../support/playground';
import { completed, triggerFixture, type Trigger } from '../../fixtures/trigger';

const STATUS = { operation: 'getCloneTaskStatus', times: 99 } as const;
const json = (status: number, body: unknown): Fault => ({
	...STATUS,
	kind: 'raw',
	status,
	contentType: 'application/json',
	body: JSON.stringify(body),
});

/** The provider's response for an invented task, and the trigger's response to the caller. */
const ANSWERS: Array<[what: string, fault: Fault, answer: number]> = [
	...[400, 402, 405, 409, 410, 414, 422].map((status): [string, Fault, number] => [
		`status ${status}`,
		{ ...STATUS, kind: 'status', status },
		401,
	]),
	...[401, 403, 429, 500, 501, 502, 503, 504].map((status): [string, Fault, number] => [
		`status ${status}`,
		{ ...STATUS, kind: 'status', status },
		503,
	]),
	['a web page', { ...STATUS, kind: 'html', status: 200 }, 503],
	['a web page with status 403', { ...STATUS, kind: 'html' }, 503],
	['a redirect', { ...STATUS, kind: 'redirect', location: 'https://elsewhere.example/' }, 503],
	['a body that is not an object', json(200, ['completed']), 503],
	['no status', json(200, { task_id: 'invented' }), 503],
	['an unknown status', json(200, { task_id: 'invented', status: 'archived' }), 503],
	['no body', { ...STATUS, kind: 'emptyBody' }, 503],
	['a connection that is lost', { ...STATUS, kind: 'reset', when: 'afterRead' }, 503],
	['nothing in time', { ...STATUS, kind: 'hang' }, 503],
];

const MALFORMED = [
	'\ud800evil',
	'evil\udfff',
	'a\u0000b',
	'a\nb',
	'..',
	'a..b',
	'../task-result/a',
	'a/b',
	'a%2fb',
	'x'.repeat(201),
];

/** False callbacks from a caller who knows the complete callback URL. */
export function triggerForgedTests(n8n: () => N8nInstance): void {
	const { publish, createTask, whenFinished, deliver, continued } = triggerFixture(n8n);

	async function expectNothingStarted({ workflow }: Trigger): Promise<void> {
		expect(await n8n().client.executions(workflow.id)).toEqual([]);
	}

	const log = () => readFileSync(n8n().logFile, 'utf8');

	describe('a forged callback to the trigger', () => {
		test('starts nothing, whatever the provider returns for the invented ID', async () => {
			const trigger = await publish('forged-answers', { taskMs: 0 });
			const given: Array<[string, number]> = [];
			for (const [index, [what, fault]] of ANSWERS.entries()) {
				await trigger.account.clearFaults();
				await trigger.account.fault(fault);
				given.push([what, await deliver(trigger.signedUrl, completed(`invented-${index}`))]);
			}
			expect(given).toEqual(ANSWERS.map(([what, , answer]) => [what, answer]));
			await expectNothingStarted(trigger);

			// A true callback still starts the workflow.
			await trigger.account.clearFaults();
			const taskId = await createTask(trigger.account);
			await whenFinished(trigger.account, taskId);
			expect(await deliver(trigger.signedUrl, completed(taskId))).toBe(200);
			expect(await continued(trigger, 1)).toHaveLength(1);
		}, 120_000);

		test('is rejected without a request to the provider when the ID is not valid in a URL', async () => {
			const trigger = await publish('forged-ids');
			for (const taskId of MALFORMED) {
				for (const status of ['completed', 'failed', 'processing']) {
					expect(await deliver(trigger.signedUrl, { task_id: taskId, status, error: 'FORGED' })).toBe(400);
				}
			}
			await expectNothingStarted(trigger);
			expect(await trigger.account.requests()).toEqual([]);
		});

		test('is rejected for its URL before the other settings of the trigger are read', async () => {
			const options = { verifyWithProvider: '={{ "perhaps" }}' };
			const trigger = await publish('forged-settings', {}, { options });
			// With 503, every stranger could write errors to the log.
			expect(await deliver(trigger.url, completed('invented'))).toBe(401);
			expect(await deliver(trigger.signedUrl, completed('invented'))).toBe(503);
			expect(log()).toContain('Verify with Provider must be true or false');
			await expectNothingStarted(trigger);
			expect(await trigger.account.requests()).toEqual([]);
		});

		test('starts nothing while the provider is unreachable', async () => {
			const trigger = await publish('forged-offline', { taskMs: 0 });
			const taskId = await createTask(trigger.account);
			await whenFinished(trigger.account, taskId);
			const { client, playground } = n8n();
			const data = { apiKey: trigger.account.apiKey, baseUrl: playground.baseUrl('aivoiceclonefree') };
			// Nothing listens on port 9.
			await client.updateCredential(trigger.credential, { ...data, baseUrl: 'http://127.0.0.1:9/api' });
			expect(await deliver(trigger.signedUrl, completed(taskId))).toBe(503);
			expect(await deliver(trigger.signedUrl, completed('invented'))).toBe(503);
			await expectNothingStarted(trigger);
			await client.updateCredential(trigger.credential, data);
			expect(await deliver(trigger.signedUrl, completed(taskId))).toBe(200);
			expect(await continued(trigger, 1)).toHaveLength(1);
		});

		test('is answered in time when the provider sends a long Retry-After', async () => {
			const trigger = await publish('forged-later');
			await trigger.account.fault({ ...STATUS, kind: 'status', status: 429, retryAfter: 240 });
			expect(await deliver(trigger.signedUrl, completed('invented'))).toBe(503);
			await expectNothingStarted(trigger);
		});

		test('starts nothing when the API key was revoked; the log says what to do', async () => {
			const trigger = await publish('forged-revoked');
			await trigger.account.fault({ ...STATUS, kind: 'status', status: 401 });
			expect(await deliver(trigger.signedUrl, completed('revoked-key'))).toBe(503);
			await expectNothingStarted(trigger);
			expect(log()).toMatch(
				/could not be verified: The AI Voice Clone Free API key was rejected\. Check the API key/,
			);
			expect(log()).not.toContain(trigger.account.apiKey);
		});

		test('reaches the workflow only without verification: marked unverified, redacted, and in separate fields', async () => {
			const trigger = await publish(
				'forged-believed',
				{},
				{ options: { verifyWithProvider: false, downloadAudio: false } },
			);
			const { apiKey } = trigger.account;
			const token = new URL(trigger.signedUrl).searchParams.get('voice_token') ?? '';
			const body = {
				task_id: 'invented',
				status: 'failed',
				error: `${apiKey} ${token} ${'long '.repeat(1000)}`,
				customer: { note: `voice_token=${token}`, [apiKey]: 1 },
				audio: { mimeType: 'audio/wav' },
				verified: true,
				taskId: 'another',
			};
			expect(await deliver(trigger.signedUrl, body)).toBe(200);
			const [id = ''] = await continued(trigger, 1);
			const [item] = await n8n().outputOf(id, 'Next');
			expect(item?.json).toEqual({
				task_id: 'invented',
				status: 'failed',
				customer: { note: 'voice_token=***', '***': 1 },
				provider: 'aiVoiceCloneFree',
				operation: 'trigger',
				taskId: 'invented',
				failureReason: expect.stringMatching(/^\*\*\* \*\*\* long .{480,490}…$/),
				verified: false,
			});
			const { data } = await n8n().client.execution(id);
			expect(data).not.toContain(apiKey);
			expect(data).not.toContain(token);
			expect(await trigger.account.requests()).toEqual([]);
		});

		test('cannot make the provider put a secret into the workflow', async () => {
			const trigger = await publish('forged-echo', {}, { options: { downloadAudio: false } });
			const { apiKey } = trigger.account;
			await trigger.account.fault(
				json(200, {
					task_id: 'echo',
					status: 'failed',
					error: { message: `The key ${apiKey} is out of luck` },
					callback_url: trigger.signedUrl,
				}),
			);
			expect(await deliver(trigger.signedUrl, completed('echo'))).toBe(200);
			const [id = ''] = await continued(trigger, 1);
			const [item] = await n8n().outputOf(id, 'Next');
			expect(item?.json).toMatchObject({
				failureReason: 'The key *** is out of luck',
				callback_url: `${trigger.url}?voice_token=***`,
				verified: true,
			});
			const { data } = await n8n().client.execution(id);
			expect(data).not.toContain(apiKey);
		});
	});
}
