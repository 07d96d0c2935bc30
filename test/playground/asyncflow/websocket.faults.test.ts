import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';

import { startPlayground, type Fault, type Playground } from '../../support/playground';
import { INIT, SocketClient } from './socketClient';

const LONG = 'The quick brown fox jumps over the lazy dog. '.repeat(3);
const SHORT = 'Hello there. ';

let playground: Playground;
beforeAll(async () => {
	playground = await startPlayground();
}, 30_000);
afterAll(() => playground.close());

/** An account with faults, and a function that opens a connection. */
async function caller(...faults: Fault[]) {
	const account = await playground.account();
	await account.fault(...faults);
	const query = { api_key: account.apiKey, version: 'v1' };
	return { account, query, dial: () => SocketClient.open(playground, query) };
}

const text = (context_id: string, transcript: string) => ({ context_id, transcript, force: true });
const close = (context_id: string) => ({ context_id, close_context: true, transcript: '' });

describe('wsStall', () => {
	it('answers the handshake late, then works', async () => {
		const { account, dial } = await caller({ kind: 'wsStall', ms: 300 });
		const begun = Date.now();
		const socket = await dial();
		expect(Date.now() - begun).toBeGreaterThanOrEqual(290);
		socket.send(INIT, { transcript: SHORT }, { terminate: true });
		await socket.closed;
		expect(await account.usage()).toMatchObject({ requests: 1, charges: 1 });
	});

	it.each([{}, { ms: 60_000 }])('%j: the journal shows that the client gave up', async (when) => {
		const { account, query } = await caller({ kind: 'wsStall', ...when });
		const url = `${playground.baseUrl('asyncflow').replace(/^http/, 'ws')}/text_to_speech/websocket/ws`;
		const socket = new WebSocket(`${url}?${new URLSearchParams(query).toString()}`);
		const failed = new Promise((resolve) => {
			socket.onerror = resolve;
		});
		await sleep(200);
		const [during] = await account.requests();
		expect(during).toMatchObject({ fault: 'wsStall', status: null, closedAt: null });
		socket.close();
		await failed;
		await sleep(100);
		const [after] = await account.requests();
		expect(after).toMatchObject({ status: null, aborted: true, charged: 0, socket: null });
		expect(after?.closedAt).not.toBeNull();
	});

	it('is for handshakes only', async () => {
		const { account, dial } = await caller({ kind: 'wsStall', ms: 1, skip: 1 });
		await dial();
		expect((await account.requests()).map(({ fault }) => fault)).toEqual([null]);
	});
});

describe('wsClose', () => {
	it('ends with code and reason, in the middle of the audio and without an error', async () => {
		const { account, dial } = await caller({
			kind: 'wsClose',
			code: 1011,
			reason: 'Out of memory',
			afterFrames: 2,
		});
		const socket = await dial();
		socket.send(INIT, { transcript: LONG });
		expect(await socket.closed).toEqual({ code: 1011, reason: 'Out of memory' });
		expect(socket.messages.map(({ audio, error_code }) => [Boolean(audio), error_code])).toEqual([
			[true, undefined],
			[true, undefined],
		]);
		const [entry] = await account.requests();
		expect(entry).toMatchObject({ charged: 45, aborted: false, socket: { framesSent: 2, closeCode: 1011 } });
	});

	it('can come before the first message', async () => {
		const { account, dial } = await caller({ kind: 'wsClose', code: 4001, reason: 'No', onOpen: true });
		const socket = await dial();
		expect(await socket.closed).toEqual({ code: 4001, reason: 'No' });
		expect(socket.received).toEqual([]);
		expect((await account.usage()).charges).toBe(0);
	});

	it.each([1005, 1006, 2000, 5000])('rejects %d, which cannot be sent', async (code) => {
		await expect(caller({ kind: 'wsClose', code })).rejects.toThrow(/400/);
	});
});

describe('wsError with a context', () => {
	const fault = { kind: 'wsError', errorCode: 'RATE_LIMIT_EXCEEDED', message: 'Slower' } as const;

	it('current: the context it names gets nothing more; the others continue', async () => {
		const extra = { limit: 60, retry_after_ms: 500 };
		const { dial } = await caller({ ...fault, context: 'current', afterFrames: 1, extra });
		const socket = await dial();
		socket.send(INIT, text('one', LONG));
		const failed = await socket.waitFor(({ error_code }) => error_code !== undefined);
		expect(failed).toEqual({
			error_code: 'RATE_LIMIT_EXCEEDED',
			message: 'Slower',
			extra,
			context_id: 'one',
		});
		socket.send(text('two', SHORT), close('two'));
		await socket.waitFor(({ final, context_id }) => final === true && context_id === 'two');
		socket.send({ terminate: true });
		expect((await socket.closed).code).toBe(1000);
		const after = socket.messages.slice(socket.messages.indexOf(failed) + 1);
		expect(after.filter(({ context_id }) => context_id === 'one')).toEqual([]);
		expect(socket.audio('one').length).toBeGreaterThan(0);
		expect(socket.audio('two').length).toBeGreaterThan(1000);
	});

	it('over: names a context that has finished', async () => {
		const { dial } = await caller({ ...fault, context: 'over' });
		const socket = await dial();
		socket.send(INIT, text('one', SHORT), text('two', LONG), close('one'), close('two'), { terminate: true });
		expect((await socket.closed).code).toBe(1000);
		const [failed, ...more] = socket.messages.filter(({ error_code }) => error_code !== undefined);
		expect(more).toEqual([]);
		const before = socket.messages.slice(0, failed && socket.messages.indexOf(failed));
		expect(before.some(({ final, context_id }) => final && context_id === failed?.context_id)).toBe(true);
		const finals = socket.messages.filter(({ final }) => final).map(({ context_id }) => context_id);
		expect(finals.sort()).toEqual(['one', 'two', undefined]);
	});

	it('unknown: names a context that was never opened, and loses no audio', async () => {
		const [broken, whole] = [await caller({ ...fault, context: 'unknown' }), await caller()];
		const sockets = [];
		for (const { dial } of [broken, whole]) {
			const socket = await dial();
			socket.send(INIT, text('one', SHORT), close('one'), { terminate: true });
			await socket.closed;
			sockets.push(socket);
		}
		const [first] = sockets[0]?.messages ?? [];
		expect(first).toMatchObject({ error_code: 'RATE_LIMIT_EXCEEDED' });
		expect(first?.context_id).toMatch(/^[0-9a-f-]{36}$/);
		expect(sockets[0]?.audio('one')).toEqual(sockets[1]?.audio('one'));
	});
});

describe('the form of messages', () => {
	const spoken = async (...faults: Fault[]) => {
		const socket = await (await caller(...faults)).dial();
		socket.send(INIT, text('one', LONG), close('one'), { terminate: true });
		expect((await socket.closed).code).toBe(1000);
		return socket;
	};

	it('wsBinary: the same audio as bytes, after as many frames of text as it says', async () => {
		const [whole, bare] = [await spoken(), await spoken({ kind: 'wsBinary', afterFrames: 2 })];
		expect(bare.messages.filter(({ audio }) => audio)).toHaveLength(2);
		expect(bare.bytes.length).toBeGreaterThan(2);
		expect(Buffer.concat([bare.audio('one'), ...bare.bytes])).toEqual(whole.audio('one'));
		expect(bare.messages.some(({ final }) => final)).toBe(true);
	});

	it('wsBinary with JSON in it', async () => {
		const socket = await spoken({ kind: 'wsBinary', form: 'json' });
		expect(socket.received).toEqual([]);
		const [first] = socket.bytes.map((bytes) => JSON.parse(bytes.toString()) as unknown);
		expect(first).toMatchObject({ context_id: 'one', final: false });
	});

	it('wsNoContext', async () => {
		const [whole, bare] = [await spoken(), await spoken({ kind: 'wsNoContext', afterFrames: 1 })];
		expect(bare.messages.map(({ context_id }) => context_id).filter(Boolean)).toEqual(['one']);
		expect(Buffer.concat([bare.audio('one'), bare.audio()])).toEqual(whole.audio('one'));
	});
});
