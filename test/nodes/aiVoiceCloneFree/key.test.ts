import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { cloneRun, sampleItem, textOf } from '../../support/aiVoiceCloneFree';
import { N8nCore, shown } from '../../support/n8nCore';
import type { Playground, PlaygroundAccount } from '../../support/playground';
import { startPlayground } from '../../support/playground';

let core: N8nCore;
let playground: Playground;
let account: PlaygroundAccount;

beforeAll(async () => {
	[core, playground] = await Promise.all([N8nCore.load(), startPlayground()]);
});
afterAll(async () => {
	await playground.close();
});
beforeEach(async () => {
	account = await playground.account({ taskMs: 200 });
});

async function run(operation: string) {
	return await core.run({
		...cloneRun(playground, account, { resource: 'task', operation, text: textOf(1200) }),
		items: [await sampleItem(core)],
	});
}

describe('the API key', () => {
	it.each([
		['a redirect of the status', { kind: 'redirect', operation: 'getCloneTaskStatus', times: 9 }],
		['a redirect of the result', { kind: 'redirect', operation: 'getCloneTaskResult', times: 9 }],
		['a redirect of the creation', { kind: 'redirect', operation: 'createCloneTask', times: 9 }],
	] as const)('does not go along with %s', async (_, fault) => {
		const stranger = await playground.account();
		const location = `${playground.storageUrl}/stolen?${stranger.id}`;
		await account.fault({ ...fault, location });
		const result = await run('createAndWait');
		expect(shown(result).title).toMatch(/redirected the request to http/);
		expect((await account.requests()).map(({ path }) => path)).not.toContainEqual(
			expect.stringContaining('stolen'),
		);
		expect(JSON.stringify(result) + String(result.error?.stack)).not.toContain(account.apiKey);
	});

	it('does not follow a result_url', async () => {
		await account.update({ resultUrlOrigin: 'https://elsewhere.example' });
		const { items, error } = await run('createAndWait');
		expect(error).toBeUndefined();
		expect(items[0]?.json.status).toBe('completed');
		expect((await account.requests()).at(-1)?.operationId).toBe('getCloneTaskResult');
	});
});
