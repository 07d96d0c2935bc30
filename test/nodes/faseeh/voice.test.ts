import { beforeEach, describe, expect, it } from '@jest/globals';
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { byId, faseehRun, MODEL_ID, sampleItem, TEXT } from '../../support/faseeh';
import { probe } from '../../support/ffprobe';
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

/** The item with the sample in `data` and its preview in `preview`. */
async function previewed(changes: INodeParameters = {}): Promise<INodeExecutionData> {
	const item = await sampleItem(world.core);
	const { items } = await run('preview', changes, item);
	const preview = items[0]?.binary?.data;
	if (preview === undefined) throw new Error('There is no preview');
	return { json: {}, binary: { ...item.binary, preview } };
}

const ADDITIONAL = {
	description: 'Calm',
	gender: 'female',
	age: 'middle',
	languages: 'ar, en',
	dialects: '={{ ["najdi", "hijazi"] }}',
	avatarUrl: 'https://example.com/avatar.png',
};

describe('clone', () => {
	it('makes a voice of a preview and its sample, and says all of it', async () => {
		const item = await previewed();
		const { items, error } = await run('clone', { stability: 0.25, additionalFields: ADDITIONAL }, item);
		expect(error).toBeUndefined();
		expect(items[0]?.json).toEqual({
			id: expect.any(String),
			voiceId: items[0]?.json.voice_id,
			voice_id: expect.any(String),
			name: 'Narrator',
			description: 'Calm',
			gender: 'female',
			age: 'middle',
			languages: ['ar', 'en'],
			dialect: ['najdi', 'hijazi'],
			type: expect.any(String),
			sample_url: expect.any(String),
			avatar_url: 'https://example.com/avatar.png',
			stability: 0.25,
		});
		const form = (await forms())[1];
		expect(form?.fields).toEqual({
			text: TEXT,
			stability: '0.25',
			name: 'Narrator',
			model: MODEL_ID,
			description: 'Calm',
			gender: 'female',
			age: 'middle',
			languages: 'ar,en',
			dialects: 'najdi,hijazi',
			avatar_url: 'https://example.com/avatar.png',
		});
		const [preview, sample] = form?.files ?? [];
		expect(preview).toMatchObject({ field: 'voice_file', name: 'preview.wav', mimeType: 'audio/wav' });
		expect(sample).toMatchObject({ field: 'reference_audio_file', name: 'sample.wav' });
		expect(sample?.sha256).toBe((await forms())[0]?.files[0]?.sha256);
	});

	it('knows Arabic commas too, and leaves out what is empty', async () => {
		const additionalFields = { dialects: 'najdi، hijazi،', languages: ' , ' };
		const { items } = await run('clone', { additionalFields }, await previewed());
		expect(items[0]?.json).toMatchObject({ dialect: ['najdi', 'hijazi'], languages: [] });
		expect((await forms())[1]?.fields).not.toHaveProperty('languages');
	});

	it('makes a voice that speaks, in memory mode too', async () => {
		await world.core.useBinaryMode('default');
		const { items } = await run('clone', {}, await previewed());
		await world.core.useBinaryMode('filesystem');
		const voiceId = items[0]?.json.voice_id as string;
		const spoken = await world.core.run(
			faseehRun(world.playground, world.account, { voiceId: byId(voiceId) }),
		);
		expect(spoken.error).toBeUndefined();
	});

	it.each([
		['wav', 'wav'],
		['raw', 'pcm'],
	] as const)('takes the preview as %s', async (container, voiceFileForm) => {
		await world.account.update({ voiceFileForm });
		const { error } = await run('clone', {}, await previewed({ container }));
		expect(error).toBeUndefined();
	});

	it.each([
		[{ name: ' ' }, /Name is empty/],
		[{ text: '={{ "" }}' }, /Text is empty/],
		[{ stability: 2 }, /Stability must be a number from 0 to 1/],
		[{ modelId: byId('={{ "" }}') }, /No model selected/],
		[{ additionalFields: { avatarUrl: 'avatar.png' } }, /Avatar URL must be an absolute URL/],
		[
			{ additionalFields: { languages: '={{ {} }}' } },
			/Languages must be a comma-separated string or an array of strings/,
		],
		[
			{ additionalFields: { dialects: '={{ [{}] }}' } },
			/Dialects must be a comma-separated string or an array of strings/,
		],
		[{ voiceBinaryPropertyName: 'nothing' }, /nothing/],
		[{ referenceBinaryPropertyName: 'nothing' }, /nothing/],
	])('refuses %j before it is sent', async (changes, says) => {
		const item = await previewed();
		expect(shown(await run('clone', changes, item)).title).toMatch(says);
		expect(await world.account.requests()).toHaveLength(1);
	});

	it('says that a voice may exist when the answer does not name it', async () => {
		const item = await previewed();
		await world.account.fault({
			kind: 'raw',
			status: 200,
			contentType: 'application/json',
			body: '{"ok":true}',
		});
		const { title, description } = shown(await run('clone', {}, item));
		expect(title).toMatch(/returned no voice ID/);
		expect(description).toMatch(/Check with Get Many whether the voice was created.*“\{"ok":true\}”/s);
		expect(await world.account.requests()).toHaveLength(2);
	});
});

describe('create from sample', () => {
	it.each(['default', 'filesystem'] as const)('makes voice and preview in mode %s', async (mode) => {
		await world.core.useBinaryMode(mode);
		const { items, error } = await run('createFromSample', { additionalFields: ADDITIONAL });
		const heard = await world.core.bytesOf(items[0]?.binary?.data);
		await world.core.useBinaryMode('filesystem');
		expect(error).toBeUndefined();
		const [item] = items;
		expect(item?.json).toMatchObject({
			provider: 'faseeh',
			operation: 'createFromSample',
			voiceId: item?.json.voice_id,
			name: 'Narrator',
			languages: ['ar', 'en'],
			dialect: ['najdi', 'hijazi'],
			requests: 2,
			audio: { mimeType: 'audio/wav', fileName: 'preview.wav' },
		});
		const [preview, clone] = await forms();
		expect(clone?.fields).toMatchObject({ text: TEXT, model: MODEL_ID });
		const [voiceFile, reference] = clone?.files ?? [];
		expect(reference?.sha256).toBe(preview?.files[0]?.sha256);
		// What is heard is what was cloned.
		expect(voiceFile).toMatchObject({ name: 'preview.wav', mimeType: 'audio/wav', bytes: heard.length });
	});

	it('sends the samples as they came where the provider wants those', async () => {
		await world.account.update({ voiceFileForm: 'pcm' });
		const { items, error } = await run('createFromSample', { container: 'raw' });
		expect(error).toBeUndefined();
		expect(items[0]?.binary?.data).toMatchObject({ mimeType: 'audio/pcm' });
	});

	it.each([
		{ name: '={{ "" }}' },
		{ stability: 2 },
		{ additionalFields: { avatarUrl: 'avatar.png' } },
		{ additionalFields: { languages: '={{ {} }}' } },
	])('pays for no preview when the clone cannot succeed: %j', async (changes) => {
		expect((await run('createFromSample', changes)).error).toBeDefined();
		expect(await world.account.requests()).toEqual([]);
	});

	describe('when the clone fails', () => {
		beforeEach(async () => {
			await world.account.fault({ kind: 'status', status: 500, operation: 'cloneVoice', times: 9 });
		});

		it.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
			'hands on the preview with %s',
			async (onError) => {
				const { items, errorItems } = await world.core.run({
					...faseehRun(world.playground, world.account, { resource: 'voice', operation: 'createFromSample' }),
					items: [await sampleItem(world.core)],
					onError,
				});
				const [item] = onError === 'continueErrorOutput' ? errorItems : items;
				expect(item?.json.error).toMatch(/failed to process the request/);
				expect(item?.json.message).toMatch(/preview was created/);
				expect(item?.json.details).toMatchObject({ modelId: MODEL_ID });
				const preview = item?.binary?.data;
				expect(await probe(await world.core.bytesOf(preview))).toMatchObject({ formatName: 'wav' });

				// Nothing is lost: with its sample it can be cloned later.
				await world.account.clearFaults();
				const sample = await sampleItem(world.core);
				if (preview === undefined) throw new Error('There is no preview');
				const binary = { ...sample.binary, preview };
				expect((await run('clone', {}, { json: {}, binary })).error).toBeUndefined();
			},
		);

		it('says that the preview was paid for, and links to it', async () => {
			const { description } = shown(await run('createFromSample'));
			expect(description).toMatch(/preview was created and probably charged/);
			expect(description).toMatch(/On Error/);
			expect(description).toMatch(
				/item 0 \(audio: http\S+\/binary-data\/signed\?token=\S+\)\. Links are valid for one day/,
			);
			// The clone is never sent again by itself.
			expect(await world.account.requests()).toHaveLength(2);
		});
	});
});
