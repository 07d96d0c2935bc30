import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readdir } from 'node:fs/promises';

import { asyncFlowRun } from '../../support/asyncFlow';
import { CASES } from '../../support/errorCases';
import { N8nCore, shown } from '../../support/n8nCore';
import type { Playground, PlaygroundAccount } from '../../support/playground';
import { startPlayground } from '../../support/playground';

let core: N8nCore;
let playground: Playground;

beforeAll(async () => {
	[core, playground] = await Promise.all([N8nCore.load(), startPlayground()]);
});
afterAll(async () => {
	await playground.close();
});

describe.each(['default', 'filesystem'] as const)('binary mode %s', (mode) => {
	beforeAll(async () => {
		await core.useBinaryMode(mode);
	});

	it.each(CASES)(
		'explains $what',
		async ({ faults = [], changes, says, next, httpCode, requests, apiKey }) => {
			const account: PlaygroundAccount = await playground.account();
			await account.fault(...faults);
			const key = apiKey ?? account.apiKey;
			const result = await core.run(asyncFlowRun(playground, { apiKey: key }, changes));

			const { title, description } = shown(result);
			expect(title).toMatch(says);
			expect(title).toMatch(/ \[AsyncFlow, synthesize speech, item 0\]$/);
			expect(description).toMatch(next);
			if (httpCode !== undefined) expect(result.error?.httpCode).toBe(httpCode);
			expect(result.error?.context).toMatchObject({ itemIndex: 0 });
			expect(await account.requests()).toHaveLength(requests);
			expect(JSON.stringify(result) + String(result.error?.stack)).not.toContain(key);
			// Nothing half-written stays in the binary store.
			expect(await readdir(core.storagePath, { recursive: true, withFileTypes: true })).not.toContainEqual(
				expect.objectContaining({ name: expect.stringMatching(/tmp/) }),
			);
		},
	);

	it('keeps the other items, in order and paired, when it may continue', async () => {
		const account = await playground.account();
		await account.fault(
			{ kind: 'status', status: 404, errorCode: 'VOICE_NOT_FOUND', skip: 1 },
			{ kind: 'truncate', framing: 'length', skip: 2 },
		);
		const items = Array.from({ length: 6 }, (_, i) => ({ json: { line: `Line number ${i}.` } }));
		const { items: out, error } = await core.run({
			...asyncFlowRun(playground, account, { text: '={{ $json.line }}', options: { concurrency: 1 } }),
			items,
			onError: 'continueRegularOutput',
		});

		expect(error).toBeUndefined();
		expect(out.map(({ pairedItem }) => pairedItem)).toEqual(items.map((_, item) => ({ item })));
		expect(out.map(({ json }) => typeof json.error)).toEqual([
			'undefined',
			'string',
			'undefined',
			'undefined',
			'string',
			'undefined',
		]);
		expect(out[1]?.json).toEqual({
			error: 'Voice not found [AsyncFlow, synthesize speech, item 1]',
			message: expect.stringMatching(/^Choose a voice from the list.*VOICE_NOT_FOUND, HTTP 404/s),
			details: {
				provider: 'asyncFlow',
				operation: 'synthesize',
				status: 404,
				code: 'VOICE_NOT_FOUND',
				attempts: 1,
				missing: [{ from: 0, to: 14, text: 'Line number 1.' }],
			},
		});
		for (const index of [0, 2, 3, 5]) {
			expect((await core.bytesOf(out[index]?.binary?.data)).length).toBeGreaterThan(1000);
		}
	});
});
