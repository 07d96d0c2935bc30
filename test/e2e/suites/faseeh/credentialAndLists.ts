import { beforeAll, describe, expect, test } from '@jest/globals';

import { N8nRestError } from '../../../../tools/n8n/rest.ts';
import type { Credential, CredentialTestResult, ListSearchResult } from '../../../../tools/n8n/types.ts';
import { MODEL_ID, VOICE_ID } from '../../../support/faseeh';
import type { N8nInstance } from '../../../support/n8nInstance';
import type { PlaygroundAccount } from '../../../support/playground';

/** The providers besides AsyncFlow: the type of the credential, where it is simulated, and what it is called. */
const PROVIDERS = [
	['faseehApi', 'faseeh', 'Faseeh'],
	['aiVoiceCloneFreeApi', 'aivoiceclonefree', 'AI Voice Clone Free'],
] as const;

/** What the "Test" button says, and what the fields of Faseeh are filled with. */
export function credentialAndListTests(n8n: () => N8nInstance): void {
	describe.each(PROVIDERS)('the test of the credential %s', (type, path, name) => {
		const check = async (
			apiKey: string,
			baseUrl = n8n().playground.baseUrl(path),
		): Promise<CredentialTestResult> => await n8n().client.testCredential(type, { apiKey, baseUrl });

		test('accepts a good key', async () => {
			const { apiKey } = await n8n().playground.account();
			expect(await check(apiKey)).toMatchObject({ status: 'OK' });
		});

		test('explains a wrong key', async () => {
			const { status, message } = await check('sk_wrong');
			expect(status).toBe('Error');
			expect(message).toMatch(new RegExp(`${name} did not accept the API key.*Check the API key`));
			expect(message).not.toContain('sk_wrong');
		});

		test('explains a host that cannot be reached', async () => {
			const { status, message } = await check('sk_any', 'http://127.0.0.1:9');
			expect(status).toBe('Error');
			expect(message).toMatch(/127\.0\.0\.1:9 cannot be reached.*base URL/);
		});

		test('explains an address that answers with a web page', async () => {
			const account = await n8n().playground.account();
			await account.fault({ kind: 'html', status: 200 });
			const { status, message } = await check(account.apiKey);
			expect(status).toBe('Error');
			expect(message).toContain(`web page came back instead of an answer of ${name}`);
		});
	});

	describe('the lists of Faseeh', () => {
		let credential: Credential;
		let account: PlaygroundAccount;

		beforeAll(async () => {
			({ credential, account } = await n8n().faseeh());
		});

		const search = async (field: string, methodName: string, filter?: string): Promise<ListSearchResult> =>
			await n8n().client.listSearch({
				nodeType: 'n8n-nodes-voice-cloning.faseeh',
				path: `parameters.${field}`,
				methodName,
				parameters: { resource: 'speech', operation: 'synthesize' },
				credentials: { faseehApi: { id: credential.id, name: credential.name } },
				...(filter === undefined ? {} : { filter }),
			});
		const voices = async (filter?: string) => await search('voiceId', 'searchVoices', filter);
		const models = async (filter?: string) => await search('modelId', 'searchModels', filter);

		test('have the voices, with what is known of them', async () => {
			const { results, paginationToken } = await voices();
			expect(results.length).toBeGreaterThan(1);
			expect(paginationToken).toBeUndefined();
			const one = results.find(({ value }) => value === VOICE_ID);
			expect(one?.name).toMatch(/\(.*male.*najdi.*\)/);
		});

		test('find a voice by several words', async () => {
			const { results } = await voices('NAJDI male-2');
			expect(results.map(({ value }) => value)).toEqual([VOICE_ID]);
			expect((await voices('nobody of this name')).results).toEqual([]);
		});

		test('have the models with their prices, the default of the node among them', async () => {
			const { results } = await models();
			expect(results).toEqual(
				expect.arrayContaining([
					{ value: MODEL_ID, name: expect.stringMatching(/\(\$0\.05 for 1000 characters\)$/) },
				]),
			);
			expect((await models('mini')).results.map(({ value }) => value)).toEqual([MODEL_ID]);
		});

		test('say what is wrong when the provider refuses', async () => {
			await account.fault({ kind: 'status', status: 401 });
			const failure = voices();
			await expect(failure).rejects.toThrow(N8nRestError);
			await expect(failure).rejects.toThrow(/Faseeh did not accept the API key/);
		});
	});
}
