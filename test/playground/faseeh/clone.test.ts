import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { makeAudio } from '../../support/audio';
import { startPlayground, type AccountSettings, type Playground } from '../../support/playground';
import { bytesOf } from '../client';
import { tone } from '../pitch';
import { client, errorOf, SAMPLE, soundOf, TEXT, type FormChanges } from './client';

let playground: Playground;
beforeAll(async () => {
	playground = await startPlayground();
}, 30_000);
afterAll(() => playground.close());

type Voice = Record<string, unknown>;
const voiceOf = async (response: Response): Promise<Voice> => (await response.json()) as Voice;

describe('a clone', () => {
	it('has every documented field', async () => {
		const { account, clone, get } = await client(playground);
		const fields = {
			name: 'صوتي',
			description: 'My own',
			gender: 'female',
			age: 'elderly',
			languages: 'ar, en',
			dialects: 'najdi,hijazi,',
			avatar_url: 'https://example.com/me.png',
			stability: '0.75',
		};
		const response = await clone({ fields });
		expect(response.status).toBe(200);
		const voice = await voiceOf(response);
		expect(voice).toEqual({
			id: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
			voice_id: expect.any(String),
			name: 'صوتي',
			description: 'My own',
			gender: 'female',
			age: 'elderly',
			languages: ['ar', 'en'],
			dialect: ['najdi', 'hijazi'],
			type: 'cloned',
			sample_url: expect.stringMatching(/^http/),
			avatar_url: 'https://example.com/me.png',
			stability: 0.75,
		});
		const [first] = (await (await get('/voices')).json()) as Voice[];
		expect({ ...first, sample_url: '' }).toEqual({ ...voice, sample_url: '' });
		expect((await soundOf(await fetch(String(voice.sample_url)))).volume).toBeGreaterThan(-35);
		expect(await account.usage()).toMatchObject({ charges: 0 });
	});

	it('has nulls and empty lists instead of optional fields', async () => {
		const { clone } = await client(playground);
		expect(await voiceOf(await clone())).toMatchObject({
			description: null,
			gender: null,
			age: null,
			languages: [],
			dialect: [],
			avatar_url: null,
		});
	});

	it('speaks immediately, and differently for another sample', async () => {
		const { clone, speak } = await client(playground);
		const sounds: Uint8Array[] = [];
		for (const hertz of [90, 90, 320]) {
			const voice = await voiceOf(await clone({ files: { reference_audio_file: tone(hertz, 4) } }));
			sounds.push(await bytesOf(await speak({ voice_id: voice.voice_id })));
		}
		expect(sounds[1]).toEqual(sounds[0]);
		expect(sounds[2]).not.toEqual(sounds[0]);
	});

	it('sounds like its preview with the full similarity', async () => {
		const { clone, preview, speak } = await client(playground);
		const previewed = await bytesOf(await preview());
		const files = { voice_file: new Uint8Array(previewed) };
		const { voice_id } = await voiceOf(await clone({ files }));
		expect(await bytesOf(await speak({ voice_id, streaming: true }))).toEqual(previewed);
	});

	it('belongs to its account only, newest first', async () => {
		const { clone, get } = await client(playground);
		const other = await client(playground);
		const { voice_id: first } = await voiceOf(await clone());
		const { voice_id: second } = await voiceOf(await clone());
		const voices = (await (await get('/voices')).json()) as Voice[];
		expect(voices.slice(0, 2).map(({ voice_id }) => voice_id)).toEqual([second, first]);
		expect((await errorOf(await other.speak({ voice_id: first })))[0]).toBe(404);
	});
});

describe('a clone is rejected', () => {
	const text = new TextEncoder().encode('not audio at all'.repeat(2000));
	it.each<[string, FormChanges, RegExp]>([
		...['text', 'stability', 'name', 'model'].map((field): [string, FormChanges, RegExp] => [
			`without ${field}`,
			{ fields: { [field]: undefined } },
			new RegExp(field),
		]),
		...['voice_file', 'reference_audio_file'].flatMap((field): Array<[string, FormChanges, RegExp]> => [
			[`without ${field}`, { files: { [field]: undefined } }, new RegExp(field)],
			[`with text as ${field}`, { files: { [field]: text } }, new RegExp(`${field} must be`)],
		]),
		['with model_id, the field of a preview', { fields: { model: undefined, model_id: 'a' } }, /model/],
		['with an unknown model', { fields: { model: 'faseeh-v9' } }, /faseeh-v9/],
		['with stability -0.1', { fields: { stability: '-0.1' } }, /stability/],
		['with stability 1.1', { fields: { stability: '1.1' } }, /stability/],
	])('%s', async (_name, sent, message) => {
		const { clone, get } = await client(playground);
		expect(await errorOf(await clone(sent))).toEqual([400, '40001', expect.stringMatching(message)]);
		const [first] = (await (await get('/voices')).json()) as Voice[];
		expect(first).toMatchObject({ type: 'default' });
	});
});

describe('the voice file', () => {
	const mp3 = new Uint8Array(makeAudio(2, ['-b:a', '64k', '-f', 'mp3']));
	const flac = new Uint8Array(makeAudio(2, ['-f', 'flac']));
	const pcm = async () => bytesOf(await (await client(playground)).preview());
	const statuses = async (voiceFileForm: AccountSettings['voiceFileForm']) => {
		const { clone } = await client(playground, { voiceFileForm });
		const found: number[] = [];
		for (const file of [SAMPLE, new Uint8Array(await pcm()), mp3, flac]) {
			found.push((await clone({ files: { voice_file: file } })).status);
		}
		return found;
	};

	it('may be WAV, PCM or any audio file, as set', async () => {
		expect(await statuses('any')).toEqual([200, 200, 200, 200]);
		expect(await statuses('wav')).toEqual([200, 400, 400, 400]);
		expect(await statuses('pcm')).toEqual([400, 200, 400, 400]);
	});

	it('is not PCM if it is silent, too short, half a sample too long, or something else', async () => {
		const { clone } = await client(playground);
		const good = await pcm();
		const noise = new Uint8Array(100_000).map((_, index) => (index * index * 7919 + index * 104_729) >> 5);
		const wrong = [
			new Uint8Array(50_000),
			good.slice(-11_000),
			good.slice(0, -1),
			noise,
			new TextEncoder().encode(`{"errorMessage":"${TEXT.repeat(500)}"}`),
		];
		for (const file of wrong) {
			expect(await errorOf(await clone({ files: { voice_file: file } }))).toEqual([
				400,
				'40001',
				'voice_file must be audio',
			]);
		}
	});
});
