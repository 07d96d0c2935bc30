import { describe, expect, it } from '@jest/globals';
import type { INodeParameters } from 'n8n-workflow';

import { asyncFlowRun } from '../../support/asyncFlow';
import type { Fault } from '../../support/playground';
import { CHUNK, lines, pause, sentences, SMALL, useWorld } from '../../support/world';

const world = useWorld();

/** Cancels once so many requests have come, and counts those that come afterwards. */
async function cancelAt(requests: number, changes: INodeParameters, items: number) {
	const { core, playground, account } = world;
	const cancel = new AbortController();
	const run = core
		.run({
			...asyncFlowRun(playground, account, { ...SMALL, text: '={{ $json.line }}', ...changes }),
			items: lines(items),
			cancel: cancel.signal,
		})
		.catch(() => undefined);
	while ((await account.requests()).length < requests) await pause(5);
	await pause(50);
	cancel.abort();
	// Timeouts are five minutes, so a run that waits for anything outlasts the test.
	await run;
	await pause(100);
	const ended = (await account.requests()).length;
	await pause(800);
	return { ended, later: (await account.requests()).length };
}

const WAITS: Array<[string, Fault, number]> = [
	['the head of an answer', { kind: 'hang', times: 99 }, 5],
	['the body of an answer', { kind: 'stall', keepBytes: 500, times: 99 }, 5],
	['an answer that comes a byte at a time', { kind: 'drip', bytesPerSecond: 1, times: 99 }, 5],
	[
		'a slot after a refusal',
		{ kind: 'status', status: 429, errorCode: 'TOO_MANY_CONCURRENT_REQUESTS', times: 99 },
		5,
	],
	[
		'the time that the provider names',
		{ kind: 'status', status: 429, errorCode: 'RATE_LIMIT_EXCEEDED', retryAfter: 60, times: 99 },
		5,
	],
	['a retry', { kind: 'status', status: 503, times: 99 }, 5],
];

describe('cancelling ends the wait for', () => {
	it.each(WAITS)(
		'%s, of 20 items and of 20 chunks, and sends nothing afterwards',
		async (_, fault, requests) => {
			const options = { maxCharactersPerRequest: CHUNK, repeatUncertain: 'always' };
			await world.account.fault(fault);
			const items = await cancelAt(requests, { options }, 20);
			expect(items.later).toBe(items.ended);
			await world.account.clearFaults();

			world.account = await world.playground.account();
			await world.account.fault(fault);
			const chunks = await cancelAt(requests, { text: sentences(20), options }, 1);
			expect(chunks.later).toBe(chunks.ended);
		},
	);
});

it.each([1, 7, 19])('cancelling after %i of 48 chunks sends none of the others', async (requests) => {
	const options = { maxCharactersPerRequest: CHUNK };
	const { later, ended } = await cancelAt(requests, { text: sentences(48), options }, 1);
	expect(later).toBe(ended);
});

it('a timeout of one item leaves the requests of the others alone', async () => {
	await world.account.fault({ kind: 'delay', ms: 2500, times: 3 });
	const { core, playground, account } = world;
	const items = [1, 30, 30].map((timeout, i) => ({ json: { line: `Line number ${i}.`, timeout } }));
	const result = await core.run({
		...asyncFlowRun(playground, account, {
			...SMALL,
			text: '={{ $json.line }}',
			options: { timeout: '={{ $json.timeout }}' },
		}),
		items,
		onError: 'continueRegularOutput',
	});
	expect(result.items.map(({ json }) => json.error)).toEqual([
		expect.stringMatching(/did not complete the response within 1 second/),
		undefined,
		undefined,
	]);
});
