import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';

import { decode, probe } from '../../support/ffprobe';
import { startPlayground, type AccountSettings, type Playground } from '../../support/playground';
import { bytesOf, speak } from '../request';
import { INIT, Talk } from '../talk';

let playground: Playground;
beforeAll(async () => {
	playground = await startPlayground();
}, 30_000);
afterAll(() => playground.close());

async function begin(init: Record<string, unknown> = {}, settings: Partial<AccountSettings> = {}) {
	const account = await playground.account(settings);
	const talk = await Talk.open(playground, { api_key: account.apiKey, version: 'v1' });
	talk.say({ ...INIT, ...init });
	return { account, talk };
}

/** Seconds of 16-bit samples at 8000 Hz. */
const seconds = (audio: Buffer): number => audio.length / 16_000;

describe('one text', () => {
	it('becomes the audio that the same text becomes without a socket', async () => {
		const { account, talk } = await begin({ model_id: 'async_flash_v1.0' });
		talk.say({ transcript: 'Hello from the socket. ' }, { terminate: true });
		expect(await talk.closed).toEqual({ code: 1000, reason: '' });
		expect(talk.messages.at(-1)).toEqual({ audio: '', final: true });
		expect(talk.messages.slice(0, -1).every(({ final, audio }) => !final && audio !== '')).toBe(true);
		const transcript = 'Hello from the socket. ';
		const output_format = INIT.output_format;
		const whole = await bytesOf(await speak(playground, account, { transcript, output_format }));
		expect(talk.audio().equals(whole)).toBe(true);
	});

	it('is spoken at the end of a sentence, when forced, and when the connection is closed', async () => {
		const { talk } = await begin();
		talk.say({ transcript: 'This is not ' });
		await sleep(300);
		expect(talk.heard).toEqual([]);
		talk.say({ transcript: 'a sentence. But ' });
		await talk.hears(({ audio }) => Boolean(audio));
		await sleep(300);
		const sentence = talk.audio().length;
		talk.say({ transcript: 'this is forced ', force: true });
		await talk.hears(() => talk.audio().length > sentence);
		await sleep(300);
		const forced = talk.audio().length;
		talk.say({ transcript: 'and this is left ' });
		await sleep(300);
		expect(talk.audio().length).toBe(forced);
		talk.say({ text: '' });
		expect((await talk.closed).code).toBe(1000);
		expect(seconds(talk.audio())).toBeGreaterThan(seconds(talk.audio().subarray(0, forced)) + 0.3);
	});

	it('may be called text, and an empty one ends the utterance but not the connection', async () => {
		const { account, talk } = await begin();
		talk.say({ text: 'Hello there ' }, { transcript: '' });
		await talk.hears(({ final }) => final === true);
		const first = talk.audio().length;
		expect(first).toBeGreaterThan(4000);
		talk.say({ transcript: 'Once more. ' }, { terminate: true });
		await talk.closed;
		expect(talk.audio().length).toBeGreaterThan(first);
		expect(talk.messages.filter(({ final }) => final)).toHaveLength(2);
		expect(await account.usage()).toMatchObject({ charges: 1, characters: 23, requests: 1 });
	});

	it('is raw 16 bit at 44100 Hz unless the first message says something else', async () => {
		const { talk } = await begin({ output_format: undefined });
		talk.say({ transcript: 'Hello. ' }, { terminate: true });
		await talk.closed;
		const { meanVolume } = await decode(talk.audio(), ['-f', 's16le', '-ar', '44100']);
		expect(meanVolume).toBeGreaterThan(-40);
	});

	it.each([
		['wav', 'pcm_s16le', 24_000, 'pcm_s16le'],
		['wav', 'pcm_mulaw', 8000, 'pcm_mulaw'],
		['mp3', undefined, 44_100, 'mp3'],
	])('is one %s file, also of several sentences', async (container, encoding, sample_rate, codec) => {
		const { talk } = await begin({ output_format: { container, encoding, sample_rate } });
		talk.say({ transcript: 'First one. Second one. ' }, { transcript: 'Third one. ' }, { terminate: true });
		await talk.closed;
		const audio = talk.audio();
		expect(await probe(audio)).toMatchObject({ codec, sampleRate: sample_rate });
		const { warnings, pcm } = await decode(audio);
		// Nobody knows how long a WAV gets when its header is sent, and ffmpeg remarks on that.
		if (container !== 'wav') expect(warnings).toBe('');
		expect(pcm.length / sample_rate).toBeGreaterThan(2);
	});

	it('may be kept waiting with spaces, which cost nothing', async () => {
		const { account, talk } = await begin({}, { socketIdleMs: 500 });
		for (let index = 0; index < 4; index++) {
			await sleep(250);
			talk.say({ transcript: ' ' });
		}
		talk.say({ terminate: true });
		expect((await talk.closed).code).toBe(1000);
		expect(talk.messages).toEqual([{ audio: '', final: true }]);
		expect(await account.usage()).toMatchObject({ charges: 0, characters: 0 });
	});
});

describe('contexts', () => {
	it('have their own text, audio and end', async () => {
		const { talk } = await begin();
		talk.say(
			{ context_id: 'a', transcript: 'This is the first ' },
			{ context_id: 'b', transcript: 'Second. ' },
			{ context_id: 'a', transcript: 'context of them. ' },
			{ context_id: 'b', close_context: true, transcript: '' },
		);
		await talk.hears(({ final, context_id }) => final === true && context_id === 'b');
		const second = talk.audio('b').length;
		talk.say({ context_id: 'a', close_context: true, transcript: '' });
		const end = await talk.hears(({ final, context_id }) => final === true && context_id === 'a');
		expect(end).toEqual({ audio: '', final: true, context_id: 'a' });
		talk.say({ terminate: true });
		expect((await talk.closed).code).toBe(1000);
		expect(talk.audio('b').length).toBe(second);
		expect(talk.audio('a').length).toBeGreaterThan(second);
		expect(talk.audio().length).toBe(0);
		expect(talk.messages.filter(({ final }) => final).map(({ context_id }) => context_id)).toEqual([
			'b',
			'a',
			undefined,
		]);
	});

	it('all end when the connection is closed', async () => {
		const { talk } = await begin();
		const ids = ['one', 'two', 'three'];
		talk.say(...ids.map((context_id) => ({ context_id, transcript: `Context ${context_id} ` })));
		talk.say({ context_id: 'two', close_context: true, transcript: '' }, { terminate: true });
		await talk.closed;
		const finals = talk.messages.filter(({ final }) => final).map(({ context_id }) => context_id ?? '');
		expect([...finals.slice(0, 3)].sort()).toEqual([...ids].sort());
		expect(finals[3]).toBe('');
		for (const id of ids) expect(seconds(talk.audio(id))).toBeGreaterThan(0.4);
	});
});

describe('the journal', () => {
	it('has the messages, and the key nowhere', async () => {
		const { account, talk } = await begin();
		talk.say({ transcript: `My key is ${account.apiKey} `, force: true }, { terminate: true });
		await talk.closed;
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
				framesSent: talk.messages.length - 1,
				messagesSent: talk.messages.length,
				closeCode: 1000,
			},
		});
		expect(JSON.stringify(entry)).not.toContain(account.apiKey);
		expect(entry?.closedAt).toBeGreaterThan(entry?.receivedAt ?? Infinity);
	});

	it('tells how the client left', async () => {
		const { account, talk } = await begin();
		talk.say({ transcript: 'Hello. ' });
		await talk.hears(({ audio }) => Boolean(audio));
		talk.close();
		await talk.closed;
		await sleep(100);
		const [entry] = await account.requests();
		expect(entry).toMatchObject({ charged: 7, aborted: false, socket: { closeCode: 1005 } });
	});
});
