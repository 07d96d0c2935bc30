import { beforeAll, describe, expect, test } from '@jest/globals';

import { N8nRestError } from '../../../../tools/n8n/rest.ts';
import type { Credential, CredentialTestResult, ListSearchResult } from '../../../../tools/n8n/types.ts';
import { MODEL_ID, VOICE_ID } from '../../../support/faseeh';
import type { N8nInstance } from '../../../support/n8nInstance';
import type { PlaygroundAccount } from '../../../support/playground';

/** The providers besides AsyncFlow: credential type, path in the playground and name. */
const PROVIDERS = [
	['faseehApi', 'faseeh', 'Faseeh'],
	['aiVoiceCloneFreeApi', 'aivoiceclonefree', 'AI Voice Clone Free'],
] as const;

export function credentialAndListTests(n8n: () => N8nInstance): void {
	describe.each(PROVIDERS)('the test of the credential %s', (type, path, name) => {
		const check = async (
			apiKey: string,
			baseUrl = n8n().playground.baseUrl(path),
		): Promise<CredentialTestResult> => await n8n().client.testCredential(type, { apiKey, baseUrl });

		test('accepts a valid key', async () => {
			const { apiKey } = await n8n().playground.account();
			expect(await check(apiKey)).toMatchObject({ status: 'OK' });
		});

		test('explains an invalid key', async () => {
			const { status, message } = await check('sk_wrong');
			expect(status).toBe('Error');
			expect(message).toMatch(new RegExp(`The ${name} API key was rejected.*Check the API key`));
			expect(message).not.toContain('sk_wrong');
		});

		test('explains an unreachable host', async () => {
			const { status, message } = await check('sk_any', 'http://127.0.0.1:9');
			expect(status).toBe('Error');
			expect(message).toMatch(/Could not connect to 127\.0\.0\.1:9.*base URL/);
		});

		test('explains a URL that returns a web page', async () => {
			const account = await n8n().playground.account();
			await account.fault({ kind: 'html', status: 200 });
			const { status, message } = await check(account.apiKey);
			expect(status).toBe('Error');
			expect(message).toContain(`${name} returned a web page instead of an API response`);
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

		test('contain the voices with their details', async () => {
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

		test('contain the models with their prices, including the default', async () => {
			const { results } = await models();
			expect(results).toEqual(
				expect.arrayContaining([
					{ value: MODEL_ID, name: expect.stringMatching(/\(\$0\.05 for 1000 characters\)$/) },
				]),
			);
			expect((await models('mini')).results.map(({ value }) => value)).toEqual([MODEL_ID]);
		});

		test('explain an error of the provider', async () => {
			await account.fault({ kind: 'status', status: 401 });
			const failure = voices();
			await expect(failure).rejects.toThrow(N8nRestError);
			await expect(failure).rejects.toThrow(/The Faseeh API key was rejected/);
		});
	});
}
