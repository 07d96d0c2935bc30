import { beforeAll, describe, expect, test } from '@jest/globals';

import { N8nRestError } from '../../../../tools/n8n/rest.ts';
import type { Credential, ListSearchResult } from '../../../../tools/n8n/types.ts';
import type { N8nInstance } from '../../../support/n8nInstance';
import type { PlaygroundAccount } from '../../../support/playground';

export function voiceListTests(n8n: () => N8nInstance): void {
	describe('the list of voices', () => {
		let credential: Credential;
		let account: PlaygroundAccount;

		beforeAll(async () => {
			({ credential, account } = await n8n().asyncFlow());
		});

		const search = async (more: { filter?: string; paginationToken?: unknown }): Promise<ListSearchResult> =>
			await n8n().client.listSearch({
				nodeType: 'n8n-nodes-voice-cloning.asyncFlow',
				path: 'parameters.voiceId',
				methodName: 'searchVoices',
				parameters: { resource: 'speech', operation: 'synthesize' },
				credentials: { asyncFlowApi: { id: credential.id, name: credential.name } },
				...more,
			});

		test('has names and IDs', async () => {
			const { results } = await search({});
			expect(results.length).toBeGreaterThan(0);
			expect(results[0]).toMatchObject({ value: 'e0f39dc4-f691-4e78-bba5-5c636692cc04' });
			expect(results[0]?.name).toContain('Amelia');
		});

		test('returns every page without repeating a voice', async () => {
			await account.update({ pageSizeCap: 7 });
			const ids: string[] = [];
			let token: unknown;
			let pages = 0;
			do {
				const page = await search(token === undefined ? {} : { paginationToken: token });
				ids.push(...page.results.map(({ value }) => value));
				token = page.paginationToken;
				pages += 1;
			} while (token !== undefined && pages < 50);
			await account.update({ pageSizeCap: null });
			expect(pages).toBeGreaterThan(2);
			expect(new Set(ids).size).toBe(ids.length);
			const { results } = await search({});
			expect(ids).toEqual(expect.arrayContaining(results.map(({ value }) => value)));
		});

		test('finds voices by name and by several words', async () => {
			const byName = await search({ filter: 'amelia' });
			expect(byName.results.map(({ value }) => value)).toEqual(['e0f39dc4-f691-4e78-bba5-5c636692cc04']);
			const none = await search({ filter: 'nobody of this name' });
			expect(none.results).toEqual([]);
		});

		test('explains an error of the provider', async () => {
			await account.fault({ kind: 'status', status: 403, message: 'No voices for you' });
			const failure = search({});
			await expect(failure).rejects.toThrow(N8nRestError);
			await expect(failure).rejects.toThrow(/does not allow this request/);
		});
	});
}
