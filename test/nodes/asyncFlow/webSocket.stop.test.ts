import { describe, expect, it } from '@jest/globals';
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { asyncFlowRun } from '../../support/asyncFlow';
import type { NodeRun } from '../../support/n8nCore';
import { CHUNK, lines, pause, sentences, SMALL, transcriptsIn, useWorld } from '../../support/world';

const world = useWorld();

function speak(
	items: INodeExecutionData[],
	changes: INodeParameters = {},
	more: Pick<NodeRun, 'cancel' | 'onError'> = {},
) {
	return world.core.run({
		...asyncFlowRun(world.playground, world.account, {
			...SMALL,
			operation: 'synthesizeWebSocket',
			text: '={{ $json.line }}',
			...changes,
		}),
		items,
		...more,
	});
}

/** Waits until so many requests have come. */
async function requested(count: number): Promise<void> {
	while ((await world.account.requests()).length < count) await pause(20);
}

const sent = async () => transcriptsIn(await world.account.requests());

describe('cancelling', () => {
	it.each([
		['while one item makes the connection and two wait for it', 3, '={{ $json.line }}'],
		['while five chunks wait for the connection', 1, sentences(5)],
	])('ends %s, and nothing is sent', async (_, items, text) => {
		await world.account.fault({ kind: 'wsStall', times: 99 });
		const cancel = new AbortController();
		const options = { maxCharactersPerRequest: CHUNK };
		const run = speak(lines(items), { text, options }, { cancel: cancel.signal }).catch(() => undefined);
		await requested(1);
		await pause(100);
		cancel.abort();
		// With a timeout of 300 seconds, it would outlast the test.
		await run;
		await pause(500);
		expect(await world.account.requests()).toHaveLength(1);
		expect(await sent()).toEqual([]);
	});

	it('sends nothing over a connection that is made afterwards', async () => {
		await world.account.fault({ kind: 'wsStall', ms: 1500, times: 99 });
		const cancel = new AbortController();
		const run = speak(lines(5), {}, { cancel: cancel.signal }).catch(() => undefined);
		await requested(1);
		cancel.abort();
		await run;
		await pause(2000);
		expect(await world.account.requests()).toHaveLength(1);
		expect(await sent()).toEqual([]);
	});

	it('closes the connection of texts that are under way', async () => {
		await world.account.fault({ kind: 'wsSilent', times: 99 });
		const cancel = new AbortController();
		const run = speak(lines(3), {}, { cancel: cancel.signal }).catch(() => undefined);
		while ((await sent()).length < 3) await pause(20);
		cancel.abort();
		await run;
		await pause(500);
		const [connection, ...others] = await world.account.requests();
		expect(others).toEqual([]);
		expect(connection?.closedAt).not.toBeNull();
	});
});

describe('Timeout', () => {
	it('ends a handshake that is never answered, and says that nothing was sent', async () => {
		await world.account.fault({ kind: 'wsStall', times: 99 });
		const options = { timeout: 1 };
		const { items } = await speak(lines(3), { options }, { onError: 'continueRegularOutput' });
		for (const { json } of items) {
			expect(json.error).toMatch(/Could not open a WebSocket connection within 1 second/);
			expect(json.message).toMatch(/Nothing was sent/);
		}
		expect(await sent()).toEqual([]);
	});

	it('ends the wait for the handshake of another item, whose text is sent', async () => {
		await world.account.fault({ kind: 'wsStall', ms: 2500 });
		const items = lines(2).map(({ json }, index) => ({ json: { ...json, timeout: index === 0 ? 30 : 1 } }));
		const result = await speak(
			items,
			{ options: { timeout: '={{ $json.timeout }}' } },
			{ onError: 'continueRegularOutput' },
		);
		expect(result.items.map(({ json }) => json.error)).toEqual([
			undefined,
			expect.stringMatching(/within 1 second/),
		]);
		expect(await sent()).toEqual(['Line number 0. ']);
	});

	it('of the item that makes the connection does not end those that wait for it', async () => {
		await world.account.fault({ kind: 'wsStall' });
		const items = lines(3).map(({ json }, index) => ({ json: { ...json, timeout: index === 0 ? 1 : 30 } }));
		const result = await speak(
			items,
			{ options: { timeout: '={{ $json.timeout }}' } },
			{ onError: 'continueRegularOutput' },
		);
		expect(result.items.map(({ json }) => json.error)).toEqual([
			expect.stringMatching(/within 1 second/),
			undefined,
			undefined,
		]);
	});
});

it('a run that has failed does not wait for a handshake', async () => {
	await world.account.fault({ kind: 'wsStall', times: 99 });
	const items = [{ json: { line: 'Hello.' } }, { json: { line: ['a', 'list'] } }];
	const { error } = await speak(items);
	expect(error?.message).toMatch(/Text must be a string/);
	await pause(500);
	expect((await world.account.requests()).length).toBeLessThanOrEqual(1);
	expect(await sent()).toEqual([]);
});
