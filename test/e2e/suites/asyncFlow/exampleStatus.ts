import { afterEach, describe, expect, test } from '@jest/globals';

import type { Credential, SavedWorkflow } from '../../../../tools/n8n/types.ts';
import type { N8nInstance } from '../../../support/n8nInstance';
import { outcomes } from '../../fixtures/until';

const EXAMPLE = 'asyncflow-watch-the-service';
const WEBHOOK = 'asyncflow-status';

export function statusExampleTests(n8n: () => N8nInstance): void {
	describe(`the example ${EXAMPLE}`, () => {
		let live: SavedWorkflow;

		const publish = async (credential: Credential) => {
			live = await n8n().publishExample(EXAMPLE, [credential]);
		};
		const ask = async () => await fetch(`${n8n().client.url}/webhook/${WEBHOOK}`);

		afterEach(async () => {
			await n8n().client.unpublish(live.id);
		});

		test('reports that the service is up', async () => {
			const { credential, account } = await n8n().asyncFlow();
			await publish(credential);
			const response = await ask();
			expect(response.status).toBe(200);
			expect(await response.json()).toMatchObject({ up: true, status: expect.any(String) });
			// The request has no API key.
			expect(await account.requests()).toEqual([]);
		});

		test('reports that the service is down, and why', async () => {
			const { client } = n8n();
			const data = { apiKey: 'sk_any', baseUrl: 'http://127.0.0.1:9' };
			await publish(await client.createCredential('AsyncFlow, down', 'asyncFlowApi', data));
			const response = await ask();
			expect(response.status).toBe(503);
			expect(await response.json()).toEqual({
				up: false,
				reason: expect.stringContaining('Could not connect to 127.0.0.1:9'),
			});
			expect(await outcomes(client, live.id, 1)).toEqual(['success']);
			const [execution] = await client.executions(live.id);
			expect((await client.execution(execution?.id ?? '')).data).toContain('Notify someone');
		});

		test('also runs on a schedule, without a response to send', async () => {
			const { credential } = await n8n().asyncFlow();
			await publish(credential);
			await n8n().runByHand(live, 'Every five minutes');
			expect(await outcomes(n8n().client, live.id, 1)).toEqual(['success']);
		});
	});
}
