import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { asyncFlowRun } from '../../support/asyncFlow';
import { N8nCore } from '../../support/n8nCore';
import type { Fault, Playground } from '../../support/playground';
import { startPlayground } from '../../support/playground';

let core: N8nCore;
let playground: Playground;

beforeAll(async () => {
	[core, playground] = await Promise.all([N8nCore.load(), startPlayground()]);
});
afterAll(async () => {
	await playground.close();
});

const FAULTS: Fault[] = [
	{ kind: 'status', status: 429, errorCode: 'RATE_LIMIT_EXCEEDED' },
	{ kind: 'status', status: 429, errorCode: 'RATE_LIMIT_EXCEEDED', retryAfter: 0 },
	{ kind: 'status', status: 429, errorCode: 'TOO_MANY_CONCURRENT_REQUESTS' },
	{ kind: 'status', status: 503 },
	{ kind: 'reset', when: 'beforeRead' },
	{ kind: 'reset', when: 'afterRead' },
	{ kind: 'truncate', framing: 'length' },
];

describe('200 items against a provider of which every fifth answer goes wrong', () => {
	it('end as the table says, none paid for twice, in order', async () => {
		const account = await playground.account({ chaos: { probability: 0.2, seed: 7, faults: FAULTS } });
		const items = Array.from({ length: 200 }, (_, i) => ({ json: { line: `Item ${i} speaks.` } }));
		const parameters = {
			text: '={{ $json.line }}',
			sampleRate: 8000,
			bitRate: 32_000,
			options: { concurrency: 10 },
		};
		const { items: out } = await core.run({
			...asyncFlowRun(playground, account, parameters),
			items,
			onError: 'continueRegularOutput',
		});
		expect(out.map(({ pairedItem }) => pairedItem)).toEqual(items.map((_, item) => ({ item })));

		const requests = await account.requests();
		const textOf = (body: unknown) => (body as { transcript?: string } | null)?.transcript;
		const faults = new Set(requests.map(({ fault }) => fault).filter((fault) => fault !== null));
		expect([...faults].sort()).toEqual(['reset', 'status', 'truncate']);
		for (const [i, { json }] of items.entries()) {
			const sent = requests.filter(({ body }) => textOf(body) === json.line);
			// Paid for at most once, and exactly once where there is audio.
			const charges = sent.filter(({ charged }) => charged > 0).length;
			expect(charges).toBeLessThanOrEqual(1);
			if (out[i]?.json.error === undefined) {
				expect(charges).toBe(1);
				expect((await core.bytesOf(out[i]?.binary?.data)).length).toBeGreaterThan(500);
			} else {
				// Only what may have been processed ends an item: all that was refused for now went through in the end.
				expect(out[i].json.error).toMatch(
					/failed to process the request|is temporarily unavailable|closed before the response was complete/,
				);
			}
		}
		const retried = out.filter(({ json }) => Number(json.retries) > 0);
		expect(retried.length).toBeGreaterThan(5);
	}, 120_000);
});
