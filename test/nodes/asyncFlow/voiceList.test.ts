import { afterAll, beforeAll, expect, it } from '@jest/globals';

import { asyncFlowRun } from '../../support/asyncFlow';
import { N8nCore } from '../../support/n8nCore';
import type { Playground } from '../../support/playground';
import { startPlayground } from '../../support/playground';

let core: N8nCore;
let playground: Playground;

beforeAll(async () => {
	[core, playground] = await Promise.all([N8nCore.load(), startPlayground()]);
});
afterAll(async () => {
	await playground.close();
});

it('finds a voice however many pages do not match before it', async () => {
	const account = await playground.account();
	const run = asyncFlowRun(playground, account);
	const { results } = await core.searchList(run, 'searchVoices');
	expect(results.length).toBeGreaterThan(12);
	const last = results.at(-1);

	await account.update({ pageSizeCap: 1 });
	const found = await core.searchList(run, 'searchVoices', String(last?.value));
	expect(found.results).toEqual([last]);
});
