import { describe, expect, it } from '@jest/globals';
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { operation, voice, VOICE_ID } from '../../support/asyncFlow';
import { makeAudio } from '../../support/audio';
import { probe } from '../../support/ffprobe';
import { shown } from '../../support/n8nCore';
import type { FormNotes } from '../../support/playground';
import { useWorld } from '../../support/world';

const world = useWorld();

async function run(name: string, parameters: INodeParameters = {}, items?: INodeExecutionData[]) {
	return await world.core.run({
		node: 'asyncFlow',
		parameters: operation('voice', name, parameters),
		credential: { apiKey: world.account.apiKey, baseUrl: world.playground.baseUrl('asyncflow') },
		...(items !== undefined && { items }),
	});
}

/** Speech of the playground itself, as a sample to clone. */
async function sample(seconds: number, options: string[], fileName: string): Promise<INodeExecutionData[]> {
	const bytes = makeAudio(seconds, options);
	return [
		{ json: {}, binary: { data: await world.core.storeBinary(bytes, fileName, 'application/octet-stream') } },
	];
}

const WAV = ['-c:a', 'pcm_s16le', '-ar', '16000', '-f', 'wav'];
const MP3 = ['-c:a', 'libmp3lame', '-b:a', '64k', '-f', 'mp3'];
const cloneFields = (changes: INodeParameters = {}): INodeParameters => ({
	binaryPropertyName: 'data',
	name: 'Narrator',
	language: 'en',
	enhance: false,
	additionalFields: {},
	...changes,
});

describe('clone', () => {
	it.each(['seed', 'later'] as const)(
		'makes a voice, as the API of the %s page wants it',
		async (cloneApi) => {
			await world.account.update({ cloneApi });
			const fields = {
				description: 'Calm',
				transcript: 'Hello',
				gender: 'Female',
				accent: 'British',
				style: 'Calm',
			};
			const { items, error } = await run(
				'clone',
				cloneFields({ enhance: true, additionalFields: fields }),
				await sample(6, WAV, 'my recording.mp3'),
			);
			expect(error).toBeUndefined();
			expect(items[0]?.json).toMatchObject({ name: 'Narrator', description: 'Calm' });
			expect(typeof items[0]?.json.id).toBe('string');
			const [request] = await world.account.requests();
			const form = request?.body as FormNotes;
			expect(form.fields).toEqual({ name: 'Narrator', language: 'en', enhance: 'true', ...fields });
			// Named and typed by its bytes, whatever the item said.
			expect(form.files).toEqual([
				expect.objectContaining({ field: 'audio', name: 'my recording.wav', mimeType: 'audio/wav' }),
			]);
		},
	);

	it('sends an MP3 in memory mode too, and the voice speaks', async () => {
		await world.core.useBinaryMode('default');
		const { items } = await run('clone', cloneFields(), await sample(6, MP3, 'sample'));
		await world.core.useBinaryMode('filesystem');
		const id = items[0]?.json.id as string;
		const spoken = await world.core.run({
			node: 'asyncFlow',
			parameters: {
				...operation('speech', 'synthesize', { text: 'Hello', modelId: 'asyncflow_v2.0', container: 'mp3' }),
				...{ sampleRate: 24_000, bitRate: 64_000, binaryPropertyOutput: 'data', ...voice(id) },
			},
			credential: { apiKey: world.account.apiKey, baseUrl: world.playground.baseUrl('asyncflow') },
		});
		expect(spoken.error).toBeUndefined();
	});

	it.each([
		['too short', 2, WAV, /must be at least 3 seconds long, but it is 2\.0 seconds/],
		['in an unsupported format', 6, ['-c:a', 'aac', '-f', 'adts'], /expected WAV, MP3, FLAC, or AIFF, got/],
	])('refuses a sample that is %s, unsent', async (_, seconds, options, says) => {
		const result = await run('clone', cloneFields(), await sample(seconds, options, 'sample.wav'));
		expect(shown(result).title).toMatch(says);
		expect(await world.account.requests()).toEqual([]);
	});

	it.each([
		['text', Buffer.from('<html>no audio</html>'), /got text/],
		['noise', Buffer.alloc(5000, 7), /expected .+, got an unknown format/],
		['half a file', makeAudio(6, MP3).subarray(0, 20_001), /cannot be used/],
	])('refuses %s, unsent', async (_, bytes, says) => {
		const binary = { data: await world.core.storeBinary(bytes, 'sample.wav', 'audio/wav') };
		const result = await run('clone', cloneFields(), [{ json: {}, binary }]);
		expect(shown(result).title).toMatch(says);
		expect(await world.account.requests()).toEqual([]);
	});

	it('says which field is missing', async () => {
		const result = await run(
			'clone',
			cloneFields({ binaryPropertyName: 'nothing' }),
			await sample(6, WAV, 'a'),
		);
		expect(shown(result).title).toMatch(/nothing/);
		expect(await world.account.requests()).toEqual([]);
	});
});

describe('get many', () => {
	it.each(['absent', 'null', 'empty', 'repeat', 'emptyPage'] as const)(
		'gets each voice once when the end of the list is told by: %s',
		async (listEnd) => {
			await world.account.update({ listEnd, pageSizeCap: 7 });
			const { items, error } = await run('getMany', { returnAll: true, filters: {} });
			expect(error).toBeUndefined();
			const ids = items.map(({ json }) => json.voice_id);
			expect(new Set(ids).size).toBe(ids.length);
			expect(ids.length).toBeGreaterThan(25);
			expect(items[0]?.pairedItem).toEqual({ item: 0 });
		},
	);

	it('stops at the limit and asks for no more than it needs', async () => {
		const { items } = await run('getMany', { returnAll: false, limit: 3, filters: {} });
		expect(items).toHaveLength(3);
		expect((await world.account.requests()).map(({ body }) => body)).toEqual([{ limit: 3 }]);
	});

	it('hands the filters to the server', async () => {
		const filters = { gender: 'Female', language: 'ar', modelId: 'async_flash_v1.0', myVoicesOnly: false };
		const { items } = await run('getMany', { returnAll: true, filters });
		expect(items.length).toBeGreaterThan(0);
		expect(items.every(({ json }) => (json.language as string).includes('ar'))).toBe(true);
		expect((await world.account.requests())[0]?.body).toEqual({
			limit: 100,
			gender: 'Female',
			language: 'ar',
			model_id: 'async_flash_v1.0',
			my_voice: false,
		});
	});
});

describe('one voice', () => {
	async function clonedVoice(): Promise<string> {
		const { items } = await run('clone', cloneFields(), await sample(6, WAV, 'sample.wav'));
		return items[0]?.json.id as string;
	}

	it('is got', async () => {
		const { items } = await run('get', voice(VOICE_ID));
		expect(items[0]?.json).toMatchObject({ voice_id: VOICE_ID, voice_type: 'PREDEFINED' });
	});

	it.each([
		['204', { name: 'Reader' }],
		['200', { name: 'Reader' }],
	] as const)(
		'is updated where the answer is %s, with what was set and nothing else',
		async (updateAnswer, changes) => {
			const id = await clonedVoice();
			await world.account.update({ updateAnswer });
			const { items, error } = await run('update', { ...voice(id), updateFields: changes });
			expect(error).toBeUndefined();
			expect(items[0]?.json).toMatchObject({ voice_id: id, ...changes });
			expect((await world.account.requests()).at(-1)?.body).toEqual(changes);
		},
	);

	it('is not updated with nothing', async () => {
		const result = await run('update', { ...voice(VOICE_ID), updateFields: {} });
		expect(shown(result).title).toMatch(/nothing to change/);
		expect(await world.account.requests()).toEqual([]);
	});

	it('is deleted', async () => {
		const id = await clonedVoice();
		const { items } = await run('delete', voice(id));
		expect(items[0]?.json).toEqual({ deleted: true, voiceId: id });
		expect(shown(await run('get', voice(id))).title).toMatch(/Voice not found/);
	});

	it('is listened to by a link that gets no key', async () => {
		const { items, error } = await run('getPreview', { ...voice(VOICE_ID), binaryPropertyOutput: 'preview' });
		expect(error).toBeUndefined();
		expect(items[0]?.json).toMatchObject({ operation: 'getPreview', voiceId: VOICE_ID });
		const truth = await probe(await world.core.bytesOf(items[0]?.binary?.preview));
		expect(truth.durationSeconds).toBeGreaterThan(0.5);
		const storage = (await world.account.requests()).find(({ path }) => path.startsWith('/storage'));
		expect(storage?.status).toBe(200);
		expect(Object.keys(storage?.headers ?? {})).not.toContain('x-api-key');
	});

	it('says so when the link has expired', async () => {
		await world.account.update({ previewLifetimeMs: 0 });
		const result = await run('getPreview', { ...voice(VOICE_ID), binaryPropertyOutput: 'data' });
		expect(shown(result).title).toMatch(/link to the preview has expired/);
	});
});

describe('the service', () => {
	it('tells its status without a key', async () => {
		const { items, error } = await world.core.run({
			node: 'asyncFlow',
			parameters: operation('service', 'getStatus'),
			credential: { apiKey: 'not-a-key', baseUrl: world.playground.baseUrl('asyncflow') },
		});
		expect(error).toBeUndefined();
		expect(items[0]?.json).toMatchObject({ status: expect.any(String), version: expect.any(String) });
	});
});
