import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { makeAudio } from '../../support/audio';
import { byId, faseehRun, hum, MODEL_ID, PCM, sampleItem, TEXT } from '../../support/faseeh';
import { decode, probe } from '../../support/ffprobe';
import { shown } from '../../support/n8nCore';
import type { FormNotes } from '../../support/playground';
import { useWorld } from '../../support/world';

const world = useWorld();

async function run(operation: string, changes: INodeParameters = {}, item?: INodeExecutionData) {
	return await world.core.run({
		...faseehRun(world.playground, world.account, { resource: 'voice', operation, ...changes }),
		items: [item ?? (await sampleItem(world.core))],
	});
}

const forms = async () => (await world.account.requests()).map(({ body }) => body as FormNotes);

describe.each(['default', 'filesystem'] as const)('preview in binary mode %s', (mode) => {
	beforeAll(async () => {
		await world.core.useBinaryMode(mode);
	});
	afterAll(async () => {
		await world.core.useBinaryMode('filesystem');
	});

	it('is a WAV that plays', async () => {
		const { items, error } = await run('preview', { binaryPropertyOutput: 'trial' });
		expect(error).toBeUndefined();
		expect(items[0]?.json).toEqual({
			provider: 'faseeh',
			operation: 'preview',
			modelId: MODEL_ID,
			characters: Array.from(TEXT).length,
			requests: 1,
			retries: 0,
			audio: expect.objectContaining({ mimeType: 'audio/wav', fileName: 'preview.wav' }),
		});
		const bytes = await world.core.bytesOf(items[0]?.binary?.trial);
		expect(await probe(bytes)).toMatchObject({ formatName: 'wav', sampleRate: 24_000, channels: 1 });
		expect((await decode(bytes)).meanVolume).toBeGreaterThan(-40);
	});

	it('is handed on as it came if that is wanted', async () => {
		const { items } = await run('preview', { container: 'raw' });
		expect(items[0]?.json.audio).toMatchObject({ mimeType: 'audio/pcm', fileName: 'preview.pcm' });
		const { pcm } = await decode(await world.core.bytesOf(items[0]?.binary?.data), PCM);
		expect(pcm.length / 24_000).toBeGreaterThan(0.5);
	});
});

describe('preview', () => {
	it('sends the sample and all that was set', async () => {
		await run('preview', { similarity: 0.9, options: { speed: 0.8 } });
		const [form] = await forms();
		expect(form?.fields).toEqual({ text: TEXT, similarity: '0.9', model_id: MODEL_ID, speed: '0.8' });
		expect(form?.files).toEqual([
			expect.objectContaining({ field: 'file', name: 'sample.wav', mimeType: 'audio/wav' }),
		]);
	});

	it.each([
		['MP3', ['-c:a', 'libmp3lame', '-f', 'mp3'], 'audio/mpeg'],
		['FLAC', ['-f', 'flac'], 'audio/flac'],
		['Ogg', ['-c:a', 'libvorbis', '-f', 'ogg'], 'audio/ogg'],
		// Not looked into here, so its type is believed.
		['WebM', ['-c:a', 'libopus', '-f', 'webm'], 'audio/webm'],
	])('takes %s', async (_, options, mimeType) => {
		const { error } = await run(
			'preview',
			{},
			await sampleItem(world.core, hum(120, options), 'talk', mimeType),
		);
		expect(error).toBeUndefined();
		expect((await forms())[0]?.files).toEqual([expect.objectContaining({ mimeType })]);
	});

	it.each([
		[{ text: 'كلمتان فقط' }, /at least 3 words and 10 characters, but it has 2 and 10/],
		[{ text: ' a b c d ' }, /at least 3 words and 10 characters, but it has 4 and 7/],
		[{ text: '={{ "" }}' }, /Text is empty/],
		[{ similarity: 1.1 }, /Similarity must be a number from 0 to 1/],
		[{ similarity: -0.1 }, /Similarity must be a number from 0 to 1/],
		[{ options: { speed: 0.6 } }, /Speed must be a number from 0.7 to 1.2/],
		[{ options: { speed: 1.21 } }, /Speed must be a number from 0.7 to 1.2/],
		[{ container: '={{ "mp3" }}' }, /Output Format must be one of/],
		[{ modelId: byId('={{ "" }}') }, /No model selected/],
		[{ binaryPropertyName: 'nothing' }, /nothing/],
	])('refuses %j before it is sent', async (changes, says) => {
		for (const operation of ['preview', 'createFromSample']) {
			expect(shown(await run(operation, changes)).title).toMatch(says);
		}
		expect(await world.account.requests()).toEqual([]);
	});

	it.each([
		['text', Buffer.from('<html>no audio</html>'), /got text/],
		['nothing', Buffer.alloc(0), /got an unknown format/],
		['half a file', makeAudio(6, ['-f', 'mp3']).subarray(0, 20_001), /cannot be used/],
	])('refuses %s as a sample before it is sent', async (_, bytes, says) => {
		const result = await run('preview', {}, await sampleItem(world.core, bytes));
		expect(shown(result).title).toMatch(says);
		expect(await world.account.requests()).toEqual([]);
	});
});
