import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';

import { startPlayground, type AccountSettings, type Fault, type Playground } from '../../support/playground';
import { errorOf, request, speak } from './client';
import { INIT, SocketClient } from './socketClient';

const LONG = 'The quick brown fox jumps over the lazy dog. '.repeat(3);

let playground: Playground;
beforeAll(async () => {
	playground = await startPlayground();
}, 30_000);
afterAll(() => playground.close());

/** An account with settings and faults, and a function that opens a connection. */
async function caller(settings: Partial<AccountSettings> = {}, ...faults: Fault[]) {
	const account = await playground.account(settings);
	await account.fault(...faults);
	const query = { api_key: account.apiKey, version: 'v1' };
	return { account, dial: () => SocketClient.open(playground, query) };
}

/** The last error of a connection, and its close code. */
async function endOf(socket: SocketClient): Promise<[string | undefined, number]> {
	const { code } = await socket.closed;
	const last = socket.messages.at(-1);
	expect(Object.keys(last ?? {}).sort()).toEqual(['error_code', 'message']);
	return [last?.error_code, code];
}

describe('rejected connections', () => {
	it.each<[string, Record<string, string>, string]>([
		['no key', { version: 'v1' }, 'INVALID_API_KEY'],
		['a wrong key', { api_key: 'sk_wrong', version: 'v1' }, 'INVALID_API_KEY'],
		['no version', { api_key: 'playground-demo-key' }, 'VERSION_NOT_FOUND'],
		['another version', { api_key: 'playground-demo-key', version: 'v2' }, 'VERSION_NOT_FOUND'],
	])('%s: a flat error, then 1008', async (_name, query, code) => {
		const socket = await SocketClient.open(playground, query);
		expect(await endOf(socket)).toEqual([code, 1008]);
	});

	const format = INIT.output_format;
	it.each<[string, unknown[], string, number]>([
		['text before the first message', [{ transcript: 'Hello. ' }], 'INVALID_REQUEST', 1008],
		['no voice', [{ ...INIT, voice: undefined }], 'INVALID_REQUEST', 1008],
		['a wrong voice', [{ ...INIT, voice: { mode: 'id', id: 'nobody' } }], 'VOICE_NOT_FOUND', 1008],
		['a wrong model', [{ ...INIT, model_id: 'gpt' }], 'INVALID_REQUEST', 1008],
		[
			'a wrong format',
			[{ ...INIT, output_format: { ...format, container: 'ogg' } }],
			'FORMAT_NOT_RECOGNIZED',
			1008,
		],
		[
			'a wrong rate',
			[{ ...INIT, output_format: { ...format, sample_rate: 1 } }],
			'FORMAT_NOT_RECOGNIZED',
			1008,
		],
		['a wrong language', [{ ...INIT, language: 'xx' }], 'INVALID_LANGUAGE', 1008],
		['a language the model lacks', [{ ...INIT, language: 'ar' }], 'INVALID_LANGUAGE', 1008],
		['invalid JSON', [INIT, '{'], 'INVALID_REQUEST', 1007],
		['not an object', [INIT, [1]], 'INVALID_REQUEST', 1008],
		['no text', [INIT, { force: true }], 'INVALID_REQUEST', 1008],
		['text without its space', [INIT, { transcript: 'Hello.' }], 'INVALID_REQUEST', 1008],
		[
			'a context that is not open',
			[INIT, { context_id: 'x', close_context: true, transcript: '' }],
			'INVALID_REQUEST',
			1008,
		],
		['a context without id', [INIT, { close_context: true, transcript: '' }], 'INVALID_REQUEST', 1008],
		['terminate: false', [INIT, { terminate: false }], 'INVALID_REQUEST', 1008],
	])('%s: a flat error, then the end', async (_name, messages, code, closeCode) => {
		const socket = await (await caller()).dial();
		socket.send(...messages);
		expect(await endOf(socket)).toEqual([code, closeCode]);
	});

	it('bytes instead of text, with 1003', async () => {
		const socket = await (await caller()).dial();
		socket.sendBytes(new Uint8Array([1, 2, 3]));
		expect(await endOf(socket)).toEqual(['INVALID_REQUEST', 1003]);
	});

	it('a request that is not a handshake', async () => {
		const { account } = await caller();
		const path = `/text_to_speech/websocket/ws?api_key=${account.apiKey}&version=v1`;
		expect(await errorOf(await request(playground, account, path))).toEqual([426, 'INVALID_REQUEST']);
	});
});

describe('limits', () => {
	it('of concurrency count a connection until it closes', async () => {
		const { account, dial } = await caller({ maxConcurrent: 1 });
		const first = await dial();
		expect(await endOf(await dial())).toEqual(['TOO_MANY_CONCURRENT_REQUESTS', 1013]);
		expect(await errorOf(await speak(playground, account))).toEqual([429, 'TOO_MANY_CONCURRENT_REQUESTS']);
		first.send(INIT, { terminate: true });
		await first.closed;
		expect((await speak(playground, account)).status).toBe(200);
	});

	it('of rate', async () => {
		const { dial } = await caller({ requestsPerMinute: 1 });
		await dial();
		expect(await endOf(await dial())).toEqual(['RATE_LIMIT_EXCEEDED', 1013]);
	});

	it('of characters end the connection between two sentences', async () => {
		const { account, dial } = await caller({ characterQuota: 12 });
		const socket = await dial();
		socket.send(INIT, { transcript: 'Hello. ' }, { transcript: 'Too much. ' });
		expect(await endOf(socket)).toEqual(['USAGE_LIMIT_EXCEEDED', 1008]);
		expect(socket.audio().length).toBeGreaterThan(1000);
		expect(await account.usage()).toMatchObject({ characters: 7, charges: 1 });
	});

	it('of idle time', async () => {
		const socket = await (await caller({ socketIdleMs: 200 })).dial();
		expect((await socket.closed).code).toBe(1001);
	});
});

describe('faults', () => {
	it('wsDrop: no close frame, and what was spoken is charged', async () => {
		const { account, dial } = await caller({}, { kind: 'wsDrop', afterFrames: 3 });
		const socket = await dial();
		socket.send(INIT, { transcript: LONG }, { terminate: true });
		expect((await socket.closed).code).toBe(1006);
		expect(socket.messages).toHaveLength(3);
		await sleep(100);
		const [entry] = await account.requests();
		expect(entry).toMatchObject({ fault: 'wsDrop', charged: 45, aborted: false, socket: { framesSent: 3 } });
		expect((await (await caller()).dial()).received).toEqual([]);
	});

	it('wsError', async () => {
		const fault: Fault = { kind: 'wsError', afterFrames: 1, errorCode: 'SERVER_ERROR', message: 'Oh' };
		const socket = await (await caller({}, fault)).dial();
		socket.send(INIT, { transcript: LONG });
		expect(await endOf(socket)).toEqual(['SERVER_ERROR', 1011]);
		expect(socket.messages).toHaveLength(2);
	});

	it('wsSilent', async () => {
		const { account, dial } = await caller({}, { kind: 'wsSilent' }, { kind: 'wsSilent', afterFrames: 2 });
		const [never, soon] = [await dial(), await dial()];
		for (const socket of [never, soon]) socket.send(INIT, { transcript: LONG }, { terminate: true });
		await sleep(700);
		expect([never.received.length, soon.received.length]).toEqual([0, 2]);
		never.close();
		soon.close();
		await Promise.all([never.closed, soon.closed]);
		await sleep(50);
		expect((await account.requests()).map(({ charged }) => charged)).toEqual([0, 0]);
	});

	it('wsRefuse, and any fault that responds to the handshake', async () => {
		const { account, dial } = await caller(
			{},
			{ kind: 'wsRefuse', status: 503 },
			{ kind: 'html' },
			{ kind: 'reset', when: 'beforeRead' },
		);
		for (let index = 0; index < 3; index++) await expect(dial()).rejects.toThrow();
		expect((await account.requests()).map(({ status, socket }) => [status, socket])).toEqual([
			[503, null],
			[403, null],
			[null, null],
		]);
		expect((await dial()).received).toEqual([]);
	});

	it('wsMalformed', async () => {
		const fault: Fault = { kind: 'wsMalformed', afterFrames: 1 };
		const socket = await (await caller({}, fault, { ...fault, data: '{"sound":1}' })).dial();
		socket.send(INIT, { transcript: LONG }, { terminate: true });
		expect((await socket.closed).code).toBe(1000);
		expect(socket.received[1]).toBe('{"audio": ');
	});

	it('only apply to sockets', async () => {
		const { account, dial } = await caller({}, { kind: 'wsDrop' }, { kind: 'emptyBody' });
		expect((await speak(playground, account)).headers.get('content-length')).toBe('0');
		const socket = await dial();
		socket.send(INIT, { transcript: 'Hello. ' });
		expect((await socket.closed).code).toBe(1006);
	});
});

it('the playground stops while connections are open', async () => {
	const other = await startPlayground();
	const account = await other.account();
	await account.fault({ kind: 'hang' });
	const query = { api_key: account.apiKey, version: 'v1' };
	const hanging = SocketClient.open(other, query).catch(() => 'failed');
	await sleep(200);
	const open = await SocketClient.open(other, query);
	const start = Date.now();
	await other.close();
	expect(Date.now() - start).toBeLessThan(3000);
	await open.closed;
	expect(await hanging).toBe('failed');
});
