import { describe, expect, it } from '@jest/globals';
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { asyncFlowRun } from '../../support/asyncFlow';
import type { NodeRun } from '../../support/n8nCore';
import { shown } from '../../support/n8nCore';
import type { Fault } from '../../support/playground';
import { CHUNK, lines, sentences, SMALL, transcriptsIn, useWorld } from '../../support/world';

const world = useWorld();

async function speak(
	items: INodeExecutionData[] = lines(1),
	changes: INodeParameters = {},
	onError?: NodeRun['onError'],
) {
	return await world.core.run({
		...asyncFlowRun(world.playground, world.account, {
			...SMALL,
			operation: 'synthesizeWebSocket',
			container: 'raw',
			text: '={{ $json.line }}',
			...changes,
		}),
		items,
		...(onError !== undefined && { onError }),
	});
}

const sockets = async () =>
	(await world.account.requests()).filter(
		({ operationId, status }) => status === 101 || operationId.includes('ebSocket'),
	);

describe('an error message', () => {
	it.each(['over', 'unknown'] as const)('about a text that is %s ends no other', async (context) => {
		await world.account.fault({ kind: 'wsError', errorCode: 'RATE_LIMIT_EXCEEDED', context, afterFrames: 1 });
		const { items, error } = await speak(lines(6));
		expect(error).toBeUndefined();
		expect(items.every(({ json }) => json.retries === 0)).toBe(true);
		expect(await sockets()).toHaveLength(1);
	});

	it('about one text ends that one', async () => {
		await world.account.fault({ kind: 'wsError', errorCode: 'VOICE_NOT_FOUND', context: 'current' });
		const { items } = await speak(lines(4), {}, 'continueRegularOutput');
		const errors = items.flatMap(({ json }) => (json.error === undefined ? [] : [json.error]));
		expect(errors).toEqual([expect.stringMatching(/Voice not found/)]);
	});

	it('that refuses a text for now sends it again, without having paid for it twice', async () => {
		await world.account.fault({
			kind: 'wsError',
			errorCode: 'RATE_LIMIT_EXCEEDED',
			context: 'current',
		});
		const { items, error } = await speak(lines(4), { options: { maxRetries: 1 } });
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => Number(json.retries)).reduce((sum, retries) => sum + retries)).toBe(1);
	});
});

it('an error about the whole connection lets all texts wait for another one', async () => {
	await world.account.fault({ kind: 'wsError', errorCode: 'TOO_MANY_CONCURRENT_REQUESTS' });
	const { items, error } = await speak(lines(4));
	expect(error).toBeUndefined();
	expect(items.every(({ json }) => json.uncertainRepeats === undefined)).toBe(true);
	expect(await sockets()).toHaveLength(2);
});

describe('a close frame', () => {
	const close = (code: number, reason: string, more: Partial<Fault> = {}) =>
		({ kind: 'wsClose', code, reason, ...more }) as Fault;

	it.each([1008, 4001, 4003])(
		'%i that rejects the key is final, and says what the provider says',
		async (code) => {
			await world.account.fault(close(code, `Invalid API key ${world.account.apiKey}`, { times: 9 }));
			const result = await speak();
			expect(shown(result).title).toMatch(/rejected the WebSocket connection/);
			expect(shown(result).description).toMatch(
				new RegExp(`“Invalid API key \\*\\*\\*”.*close code ${code}`),
			);
			expect(await sockets()).toHaveLength(1);
		},
	);

	it.each([1013, 4029])('%i that asks to come back later is followed by another attempt', async (code) => {
		await world.account.fault(close(code, 'Try again later'));
		const { items, error } = await speak();
		expect(error).toBeUndefined();
		expect(items[0]?.json).toMatchObject({ requests: 2, retries: 1 });
		expect(items[0]?.json.uncertainRepeats).toBeUndefined();
	});

	it('1011 in the middle of the audio is told with its reason, and not paid again', async () => {
		await world.account.fault(close(1011, 'Out of memory', { afterFrames: 1, times: 9 }));
		const text = 'A sentence that is long enough for frames. '.repeat(5);
		const result = await speak(lines(1), { text });
		expect(shown(result).title).toMatch(/closed before the response was complete/);
		expect(shown(result).description).toMatch(/“Out of memory\.?”.*WebSocket close code 1011/);
		expect(transcriptsIn(await world.account.requests())).toHaveLength(1);
	});
});

describe('binary messages', () => {
	it.each(['audio', 'json'] as const)('with %s are understood as long as there is one text', async (form) => {
		const plain = await speak(lines(1));
		await world.account.fault({ kind: 'wsBinary', form });
		const { items, error } = await speak(lines(1));
		expect(error).toBeUndefined();
		expect(items[0]?.json.audio).toEqual(plain.items[0]?.json.audio);
	});

	it('with JSON are understood for several texts', async () => {
		await world.account.fault({ kind: 'wsBinary', form: 'json' });
		expect((await speak(lines(4))).error).toBeUndefined();
	});

	it('with audio of one of several texts fail, and do not wait for Timeout', async () => {
		await world.account.fault({ kind: 'wsBinary', form: 'audio' });
		const { items } = await speak(lines(4), {}, 'continueRegularOutput');
		// Whether the first text was alone is a matter of time.
		const failed = items.filter(({ json }) => json.error !== undefined);
		expect(failed.length).toBeGreaterThan(1);
		for (const { json } of failed) expect(json.error).toMatch(/cannot be matched to a text/);
	});
});

describe('messages without a context', () => {
	it('belong to the text if there is one', async () => {
		await world.account.fault({ kind: 'wsNoContext' });
		expect((await speak(lines(1))).error).toBeUndefined();
	});

	it('fail several texts, and do not let them wait for Timeout', async () => {
		await world.account.fault({ kind: 'wsNoContext' });
		const { items } = await speak(lines(4), {}, 'continueRegularOutput');
		const failed = items.filter(({ json }) => json.error !== undefined);
		expect(failed.length).toBeGreaterThan(1);
		for (const { json } of failed) expect(json.error).toMatch(/cannot be matched to a text/);
	});
});

describe('a handshake', () => {
	it('that is refused because of the key is not tried again', async () => {
		const apiKey = 'a-key-that-nobody-knows';
		const before = await world.account.requests();
		const { core, playground } = world;
		const result = await core.run({
			...asyncFlowRun(playground, { apiKey }, { operation: 'synthesizeWebSocket', text: 'Hello.' }),
		});
		expect(shown(result).title).toMatch(/API key was rejected/);
		expect(shown(result).description).not.toMatch(/attempts/);
		expect(before).toEqual([]);
	});

	it('that fails for now is tried again, and all chunks use the one connection that is made then', async () => {
		await world.account.fault({ kind: 'wsRefuse', status: 503 });
		const { items, error } = await speak(lines(1), {
			text: sentences(6),
			options: { maxCharactersPerRequest: CHUNK },
		});
		expect(error).toBeUndefined();
		expect((items[0]?.json.audio as { bytes: number }).bytes).toBeGreaterThan(1000);
		expect((await sockets()).filter(({ status }) => status === 101)).toHaveLength(1);
	});
});
