import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { decode, probe } from '../../support/ffprobe';
import { startPlayground, type Playground, type PlaygroundAccount } from '../../support/playground';
import { bytesOf } from '../client';
import { pitchOf, tone } from '../pitch';
import { cloneForm, errorOf, send, syncClone, textOf, type CloneChanges } from './client';

let playground: Playground;
let account: PlaygroundAccount;
beforeAll(async () => {
	playground = await startPlayground();
	account = await playground.account();
}, 30_000);
afterAll(() => playground.close());

const TOO_LONG =
	'Text too long for synchronous processing. Use async endpoint for texts over 1000 characters';
const NO_KEY = 'Invalid or missing API key';

const clone = (text?: string, changes?: CloneChanges) => syncClone(playground, account, text, changes);

describe('speech', () => {
	it('is a WAV of a known length', async () => {
		const own = await playground.account();
		const response = await syncClone(playground, own);
		expect(response.status).toBe(200);
		expect(response.headers.get('content-type')).toBe('audio/wav');
		const audio = await bytesOf(response);
		expect(Number(response.headers.get('content-length'))).toBe(audio.length);
		expect(await probe(audio)).toMatchObject({ formatName: 'wav', codec: 'pcm_s16le', channels: 1 });
		const { warnings, meanVolume } = await decode(audio);
		expect(warnings).toBe('');
		expect(meanVolume).toBeGreaterThan(-40);
		const [entry] = await own.requests();
		expect(entry).toMatchObject({
			provider: 'aivoiceclonefree',
			operationId: 'syncClone',
			status: 200,
			charged: 26,
			headers: { authorization: '[hidden]' },
		});
		expect(JSON.stringify(entry)).not.toContain(own.apiKey);
	});

	const spoken = async (changes: CloneChanges) => {
		const text = 'Mama, no no no, we are all in Miami.';
		const audio = await bytesOf(await clone(text, changes));
		const { durationSeconds, sampleRate } = await probe(audio);
		return { seconds: durationSeconds, hertz: pitchOf((await decode(audio)).pcm, sampleRate) };
	};

	it('sounds different for another sample, and the same for the same one', async () => {
		const [first, again, other] = await Promise.all(
			[90, 90, 320].map(async (hertz) => bytesOf(await clone('Hello.', { bytes: tone(hertz, 6) }))),
		);
		expect(again).toEqual(first);
		expect(other).not.toEqual(first);
	});

	it('follows speed and pitch', async () => {
		const [slow, usual, fast] = await Promise.all(
			[{ speed: '0.5' }, {}, { speed: '2.0' }].map((fields) => spoken({ fields })),
		);
		expect(slow?.seconds).toBeGreaterThan((usual?.seconds ?? 0) * 1.5);
		expect(fast?.seconds).toBeLessThan((usual?.seconds ?? 0) * 0.7);
		const [deep, high] = await Promise.all(
			[{ pitch: '-1' }, { pitch: '1.0' }].map((fields) => spoken({ fields })),
		);
		expect(deep?.hertz).toBeLessThan((usual?.hertz ?? 0) * 0.85);
		expect(high?.hertz).toBeGreaterThan((usual?.hertz ?? 0) * 1.2);
	});
});

describe('the fields', () => {
	it('count code points: 1000 are spoken and charged, 1001 are not', async () => {
		const own = await playground.account();
		for (const text of [textOf(1000), '😀'.repeat(1000)]) {
			expect((await syncClone(playground, own, text)).status).toBe(200);
			expect(await errorOf(await syncClone(playground, own, `${text}!`))).toEqual([422, TOO_LONG]);
		}
		expect((await own.usage()).characters).toBe(2000);
	});

	it.each<[string, CloneChanges, string]>([
		['no text', { fields: { text: undefined } }, "body must have required property 'text'"],
		['empty text', { fields: { text: ' ' } }, 'text must not be empty'],
		['slow', { fields: { speed: '0.49' } }, 'body/speed must be >= 0.5'],
		['fast', { fields: { speed: '2.01' } }, 'body/speed must be <= 2'],
		['no number', { fields: { speed: 'quick' } }, 'body/speed must be number'],
		['deep', { fields: { pitch: '-1.1' } }, 'body/pitch must be >= -1'],
		['high', { fields: { pitch: '1.1' } }, 'body/pitch must be <= 1'],
		['no file', { field: null }, "body must have required property 'audio_file'"],
		['text as file', { field: null, fields: { audio_file: 'me.wav' } }, 'body/audio_file must be string'],
		['another field', { field: 'file' }, "body must have required property 'audio_file'"],
	])('are rejected with 422: %s', async (_name, changes, detail) => {
		expect(await errorOf(await clone('Hello.', changes))).toEqual([422, detail]);
	});

	it('accept the ends of their ranges', async () => {
		for (const fields of [
			{ speed: '0.5', pitch: '-1' },
			{ speed: '2', pitch: '1' },
		]) {
			expect((await clone('Hello.', { fields })).status).toBe(200);
		}
	});
});

describe('access', () => {
	const url = () => `${playground.baseUrl('aivoiceclonefree')}/sync-clone`;

	it.each<[string, Record<string, string>]>([
		['no key', {}],
		['a wrong key', { authorization: 'Bearer wrong' }],
		['another scheme', { authorization: 'Basic playground-demo-key' }],
		['another header', { 'x-api-key': 'playground-demo-key' }],
	])('%s: 401', async (_name, headers) => {
		const response = await fetch(url(), { method: 'POST', headers, body: cloneForm('Hello.') });
		expect(await errorOf(response)).toEqual([401, NO_KEY]);
	});

	it('knows the demo key', async () => {
		expect((await syncClone(playground, { apiKey: 'playground-demo-key' })).status).toBe(200);
	});

	it('requires a subscription', async () => {
		const own = await playground.account({ plan: 'free' });
		expect(await errorOf(await syncClone(playground, own))).toEqual([
			403,
			'Professional or Unlimited subscription required',
		]);
	});

	it('limits rate and characters', async () => {
		const busy = await playground.account({ requestsPerMinute: 1 });
		expect((await syncClone(playground, busy)).status).toBe(200);
		const rejected = await syncClone(playground, busy);
		expect(await errorOf(rejected)).toEqual([429, 'Rate limit exceeded. Please try again later']);
		expect(Number(rejected.headers.get('retry-after'))).toBeGreaterThan(0);
		const poor = await playground.account({ characterQuota: 5 });
		expect((await syncClone(playground, poor, 'Hello')).status).toBe(200);
		expect((await syncClone(playground, poor, 'H')).status).toBe(402);
		expect((await poor.usage()).characters).toBe(5);
	});

	it('returns 404 for an unknown path', async () => {
		const response = await send(playground, account, '/voices');
		expect(await errorOf(response)).toEqual([404, 'No operation at GET /aivoiceclonefree/voices']);
	});
});

describe('faults', () => {
	it('apply as for every provider', async () => {
		const own = await playground.account({ latencyMs: 200 });
		const once = () => syncClone(playground, own);
		await own.fault(
			{ kind: 'status', status: 500, message: 'Internal server error. Please try again later' },
			{ kind: 'html' },
			{ kind: 'redirect', location: 'https://example.com/' },
			{ kind: 'jsonInsteadOfAudio' },
			{ kind: 'truncate', framing: 'length', operation: 'syncClone' },
			{ kind: 'reset', when: 'afterRead' },
			{ kind: 'reset', when: 'beforeRead' },
		);
		const started = Date.now();
		expect(await errorOf(await once())).toEqual([500, 'Internal server error. Please try again later']);
		expect(Date.now() - started).toBeGreaterThanOrEqual(200);
		expect((await once()).headers.get('content-type')).toContain('text/html');
		expect((await once()).status).toBe(307);
		expect((await once()).headers.get('content-type')).toContain('application/json');
		expect((await own.usage()).charges).toBe(0);
		await expect((await once()).arrayBuffer()).rejects.toThrow();
		await expect(once()).rejects.toThrow();
		await expect(once()).rejects.toThrow();
		expect((await own.usage()).charges).toBe(2);
	});

	it('can make the audio any size', async () => {
		const own = await playground.account({ fillerBytes: 5_000_000 });
		const audio = await bytesOf(await syncClone(playground, own));
		expect(audio).toHaveLength(5_000_000);
		expect((await decode(audio)).warnings).toBe('');
	});
});
