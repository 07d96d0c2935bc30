import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { makeAudioFile } from '../../support/audio';
import { startPlayground, type FormNotes, type Playground } from '../../support/playground';
import { bytesOf } from '../client';
import { tone } from '../pitch';
import { client, errorOf, PCM_TYPE, SAMPLE, soundOf, TEXT, type FormChanges } from './client';

let playground: Playground;
beforeAll(async () => {
	playground = await startPlayground();
}, 30_000);
afterAll(() => playground.close());

describe('a preview', () => {
	it('is streamed, audible PCM16', async () => {
		const { account, preview } = await client(playground);
		const response = await preview();
		expect(response.status).toBe(200);
		expect(response.headers.get('content-type')).toBe(PCM_TYPE);
		expect(response.headers.get('cache-control')).toBe('no-cache');
		expect(response.headers.get('connection')).toBe('keep-alive');
		expect((await soundOf(response)).volume).toBeGreaterThan(-35);
		const [entry] = await account.requests();
		expect(entry).toMatchObject({ operationId: 'previewVoice', status: 200, charged: TEXT.length });
		expect((entry?.body as FormNotes).files[0]).toMatchObject({ field: 'file', bytes: SAMPLE.length });
	});

	it('sounds like the sample, and less so with less similarity', async () => {
		const { preview } = await client(playground);
		const hear = async (hertz: number, similarity: string) =>
			bytesOf(await preview({ files: { file: tone(hertz, 4) }, fields: { similarity } }));
		const first = await hear(85, '1');
		expect(await hear(85, '1')).toEqual(first);
		expect(await hear(320, '1')).not.toEqual(first);
		expect(await hear(85, '0.5')).not.toEqual(first);
	});

	it('has a duration that follows the speed', async () => {
		const { preview } = await client(playground);
		const text = `${TEXT} `.repeat(5);
		const seconds = async (speed?: string) =>
			(await soundOf(await preview({ fields: { text, ...(speed && { speed }) } }))).seconds;
		const normal = await seconds();
		expect(await seconds('0.7')).toBeGreaterThan(normal * 1.3);
		expect(await seconds('1.2')).toBeLessThan(normal * 0.9);
	});

	it.each([
		['MP3', ['-f', 'mp3']],
		['FLAC', ['-f', 'flac']],
		['M4A', ['-f', 'ipod']],
		['Ogg', ['-c:a', 'libopus', '-f', 'ogg']],
		['WebM', ['-c:a', 'libopus', '-f', 'webm']],
		['AAC', ['-f', 'adts']],
	])('can be made from %s', async (_name, options) => {
		const { preview } = await client(playground);
		const file = new Uint8Array(makeAudioFile(2, options));
		expect((await preview({ files: { file } })).status).toBe(200);
	});

	it.each<[string, FormChanges]>([
		['similarity 0', { fields: { similarity: '0' } }],
		['speed 0.7', { fields: { speed: '0.7' } }],
		['speed 1.2', { fields: { speed: '1.2' } }],
		['3 words of 10 characters in all', { fields: { text: 'abcd ef gh' } }],
		['an unknown field', { fields: { odd: '1' } }],
	])('may have %s', async (_name, sent) => {
		const { preview } = await client(playground);
		expect((await preview(sent)).status).toBe(200);
	});
});

describe('a preview is rejected', () => {
	const text = new TextEncoder().encode('not audio at all'.repeat(100));
	it.each<[string, FormChanges, RegExp]>([
		['without text', { fields: { text: undefined } }, /text/],
		['with 2 words', { fields: { text: 'abcdefgh ijklmnop' } }, /3 words/],
		['with 9 characters', { fields: { text: 'abc ef gh' } }, /10 characters/],
		['without similarity', { fields: { similarity: undefined } }, /similarity/],
		['with similarity -0.1', { fields: { similarity: '-0.1' } }, /similarity/],
		['with similarity 1.1', { fields: { similarity: '1.1' } }, /similarity/],
		['with a similarity that is no number', { fields: { similarity: 'high' } }, /similarity/],
		['with an empty similarity', { fields: { similarity: '' } }, /similarity/],
		['with speed 0.69', { fields: { speed: '0.69' } }, /speed/],
		['with speed 1.21', { fields: { speed: '1.21' } }, /speed/],
		['without model_id', { fields: { model_id: undefined } }, /model_id/],
		['with model, the field of a clone', { fields: { model_id: undefined, model: 'a' } }, /model_id/],
		['with an unknown model', { fields: { model_id: 'faseeh-v9' } }, /faseeh-v9/],
		['without a file', { files: { file: undefined } }, /file/],
		['with the file in another field', { files: { file: undefined, audio: SAMPLE } }, /file/],
		['with text as the file', { fields: { file: 'abc' }, files: { file: undefined } }, /file/],
		['with a file of text', { files: { file: text } }, /file must be an audio file/],
		['with an empty file', { files: { file: new Uint8Array() } }, /file must be an audio file/],
		['with a type that is no audio', { type: 'text/plain' }, /file must be an audio file/],
	])('%s', async (_name, sent, message) => {
		const { account, preview } = await client(playground);
		expect(await errorOf(await preview(sent))).toEqual([400, '40001', expect.stringMatching(message)]);
		expect(await account.usage()).toMatchObject({ charges: 0 });
	});

	it('when its file is larger than the account may send', async () => {
		const { preview } = await client(playground, { cloneMaxBytes: 100_000 });
		expect(await errorOf(await preview())).toEqual([400, '40001', expect.stringContaining('100000')]);
	});

	it('when it is no form', async () => {
		const { get } = await client(playground);
		const json = { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } };
		expect((await get('/voices/preview', json)).status).toBe(400);
		expect((await get('/voices/preview', { method: 'POST' })).status).toBe(400);
	});
});
