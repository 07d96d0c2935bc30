import { describe, expect, it } from '@jest/globals';

import { cloneRun, sampleItem, textOf } from '../../support/aiVoiceCloneFree';
import { shown } from '../../support/n8nCore';
import { useWorld } from '../../support/world';

const world = useWorld({ taskMs: 200 });

async function run(operation: string) {
	return await world.core.run({
		...cloneRun(world.playground, world.account, { resource: 'task', operation, text: textOf(1200) }),
		items: [await sampleItem(world.core)],
	});
}

describe('the API key', () => {
	it.each([
		['a redirect of the status', { kind: 'redirect', operation: 'getCloneTaskStatus', times: 9 }],
		['a redirect of the result', { kind: 'redirect', operation: 'getCloneTaskResult', times: 9 }],
		['a redirect of the creation', { kind: 'redirect', operation: 'createCloneTask', times: 9 }],
	] as const)('does not go along with %s', async (_, fault) => {
		const stranger = await world.playground.account();
		const location = `${world.playground.storageUrl}/stolen?${stranger.id}`;
		await world.account.fault({ ...fault, location });
		const result = await run('createAndWait');
		expect(shown(result).title).toMatch(/redirected the request to http/);
		expect((await world.account.requests()).map(({ path }) => path)).not.toContainEqual(
			expect.stringContaining('stolen'),
		);
		expect(JSON.stringify(result) + String(result.error?.stack)).not.toContain(world.account.apiKey);
	});

	it('does not follow a result_url', async () => {
		await world.account.update({ resultUrlOrigin: 'https://elsewhere.example' });
		const { items, error } = await run('createAndWait');
		expect(error).toBeUndefined();
		expect(items[0]?.json.status).toBe('completed');
		expect((await world.account.requests()).at(-1)?.operationId).toBe('getCloneTaskResult');
	});
});
