import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';

import { decode, probe } from '../../support/ffprobe';
import { startPlayground, type AccountSettings, type Playground } from '../../support/playground';
import { bytesOf } from '../client';
import { speak } from './client';
import { INIT, SocketClient } from './socketClient';

let playground: Playground;
beforeAll(async () => {
	playground = await startPlayground();
}, 30_000);
afterAll(() => playground.close());

async function begin(init: Record<string, unknown> = {}, settings: Partial<AccountSettings> = {}) {
	const account = await playground.account(settings);
	const socket = await SocketClient.open(playground, { api_key: account.apiKey, version: 'v1' });
	socket.send({ ...INIT, ...init });
	return { account, socket };
}

/** Seconds of 16-bit samples at 8000 Hz. */
const seconds = (audio: Buffer): number => audio.length / 16_000;

describe('one text', () => {
	it('becomes the audio that the same text becomes without a socket', async () => {
		const { account, socket } = await begin({ model_id: 'async_flash_v1.0' });
		socket.send({ transcript: 'Hello from the socket. ' }, { terminate: true });
		expect(await socket.closed).toEqual({ code: 1000, reason: '' });
		expect(socket.messages.at(-1)).toEqual({ audio: '', final: true });
		expect(socket.messages.slice(0, -1).every(({ final, audio }) => !final && audio !== '')).toBe(true);
		const transcript = 'Hello from the socket. ';
		const output_format = INIT.output_format;
		const whole = await bytesOf(await speak(playground, account, { transcript, output_format }));
		expect(socket.audio().equals(whole)).toBe(true);
	});

	it('is spoken at the end of a sentence, when forced, and when the connection is closed', async () => {
		const { socket } = await begin();
		socket.send({ transcript: 'This is not ' });
		await sleep(300);
		expect(socket.received).toEqual([]);
		socket.send({ transcript: 'a sentence. But ' });
		await socket.waitFor(({ audio }) => Boolean(audio));
		await sleep(300);
		const sentence = socket.audio().length;
		socket.send({ transcript: 'this is forced ', force: true });
		await socket.waitFor(() => socket.audio().length > sentence);
		await sleep(300);
		const forced = socket.audio().length;
		socket.send({ transcript: 'and this is left ' });
		await sleep(300);
		expect(socket.audio().length).toBe(forced);
		socket.send({ text: '' });
		expect((await socket.closed).code).toBe(1000);
		expect(seconds(socket.audio())).toBeGreaterThan(seconds(socket.audio().subarray(0, forced)) + 0.3);
	});

	it('may be called text, and an empty one ends the utterance but not the connection', async () => {
		const { account, socket } = await begin();
		socket.send({ text: 'Hello there ' }, { transcript: '' });
		await socket.waitFor(({ final }) => final === true);
		const first = socket.audio().length;
		expect(first).toBeGreaterThan(4000);
		socket.send({ transcript: 'Once more. ' }, { terminate: true });
		await socket.closed;
		expect(socket.audio().length).toBeGreaterThan(first);
		expect(socket.messages.filter(({ final }) => final)).toHaveLength(2);
		expect(await account.usage()).toMatchObject({ charges: 1, characters: 23, requests: 1 });
	});

	it('is raw 16 bit at 44100 Hz unless the first message says something else', async () => {
		const { socket } = await begin({ output_format: undefined });
		socket.send({ transcript: 'Hello. ' }, { terminate: true });
		await socket.closed;
		const { meanVolume } = await decode(socket.audio(), ['-f', 's16le', '-ar', '44100']);
		expect(meanVolume).toBeGreaterThan(-40);
	});

	it.each([
		['wav', 'pcm_s16le', 24_000, 'pcm_s16le'],
		['wav', 'pcm_mulaw', 8000, 'pcm_mulaw'],
		['mp3', undefined, 44_100, 'mp3'],
	])('is one %s file, also of several sentences', async (container, encoding, sample_rate, codec) => {
		const { socket } = await begin({ output_format: { container, encoding, sample_rate } });
		socket.send(
			{ transcript: 'First one. Second one. ' },
			{ transcript: 'Third one. ' },
			{ terminate: true },
		);
		await socket.closed;
		const audio = socket.audio();
		expect(await probe(audio)).toMatchObject({ codec, sampleRate: sample_rate });
		const { warnings, pcm } = await decode(audio);
		// The length of a WAV is unknown when its header is sent, which ffmpeg warns about.
		if (container !== 'wav') expect(warnings).toBe('');
		expect(pcm.length / sample_rate).toBeGreaterThan(2);
	});

	it('may be kept waiting with spaces, which cost nothing', async () => {
		const { account, socket } = await begin({}, { socketIdleMs: 500 });
		for (let index = 0; index < 4; index++) {
			await sleep(250);
			socket.send({ transcript: ' ' });
		}
		socket.send({ terminate: true });
		expect((await socket.closed).code).toBe(1000);
		expect(socket.messages).toEqual([{ audio: '', final: true }]);
		expect(await account.usage()).toMatchObject({ charges: 0, characters: 0 });
	});
});

describe('contexts', () => {
	it('have their own text, audio and end', async () => {
		const { socket } = await begin();
		socket.send(
			{ context_id: 'a', transcript: 'This is the first ' },
			{ context_id: 'b', transcript: 'Second. ' },
			{ context_id: 'a', transcript: 'context of them. ' },
			{ context_id: 'b', close_context: true, transcript: '' },
		);
		await socket.waitFor(({ final, context_id }) => final === true && context_id === 'b');
		const second = socket.audio('b').length;
		socket.send({ context_id: 'a', close_context: true, transcript: '' });
		const end = await socket.waitFor(({ final, context_id }) => final === true && context_id === 'a');
		expect(end).toEqual({ audio: '', final: true, context_id: 'a' });
		socket.send({ terminate: true });
		expect((await socket.closed).code).toBe(1000);
		expect(socket.audio('b').length).toBe(second);
		expect(socket.audio('a').length).toBeGreaterThan(second);
		expect(socket.audio().length).toBe(0);
		expect(socket.messages.filter(({ final }) => final).map(({ context_id }) => context_id)).toEqual([
			'b',
			'a',
			undefined,
		]);
	});

	it('all end when the connection is closed', async () => {
		const { socket } = await begin();
		const ids = ['one', 'two', 'three'];
		socket.send(...ids.map((context_id) => ({ context_id, transcript: `Context ${context_id} ` })));
		socket.send({ context_id: 'two', close_context: true, transcript: '' }, { terminate: true });
		await socket.closed;
		const finals = socket.messages.filter(({ final }) => final).map(({ context_id }) => context_id ?? '');
		expect([...finals.slice(0, 3)].sort()).toEqual([...ids].sort());
		expect(finals[3]).toBe('');
		for (const id of ids) expect(seconds(socket.audio(id))).toBeGreaterThan(0.4);
	});
});

describe('the journal', () => {
	it('has the messages, and the key nowhere', async () => {
		const { account, socket } = await begin();
		socket.send({ transcript: `My key is ${account.apiKey} `, force: true }, { terminate: true });
		await socket.closed;
		// The server knows a moment later than the client that the connection is gone.
		await sleep(100);
		const [entry, ...more] = await account.requests();
		expect(more).toEqual([]);
		expect(entry).toMatchObject({
			operationId: 'textToSpeechWebSocket',
			path: '/asyncflow/text_to_speech/websocket/ws',
			query: { api_key: '[hidden]', version: 'v1' },
			status: 101,
			charged: `My key is ${account.apiKey} `.length,
			fault: null,
			aborted: false,
			socket: {
				received: [INIT, { transcript: 'My key is [hidden] ', force: true }, { terminate: true }],
				framesSent: socket.messages.length - 1,
				messagesSent: socket.messages.length,
				closeCode: 1000,
			},
		});
		expect(JSON.stringify(entry)).not.toContain(account.apiKey);
		expect(entry?.closedAt).toBeGreaterThan(entry?.receivedAt ?? Infinity);
	});

	it('shows how the client closed', async () => {
		const { account, socket } = await begin();
		socket.send({ transcript: 'Hello. ' });
		await socket.waitFor(({ audio }) => Boolean(audio));
		socket.close();
		await socket.closed;
		await sleep(100);
		const [entry] = await account.requests();
		expect(entry).toMatchObject({ charged: 7, aborted: false, socket: { closeCode: 1005 } });
	});
});
