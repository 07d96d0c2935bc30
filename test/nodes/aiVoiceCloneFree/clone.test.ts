import { beforeAll, describe, expect, it } from '@jest/globals';
import type { INodeParameters } from 'n8n-workflow';

import {
	cloneRun,
	m4aSample,
	mp3Sample,
	sampleItem,
	textOf,
	wavSample,
} from '../../support/aiVoiceCloneFree';
import { makeAudio } from '../../support/audio';
import { decode, probe } from '../../support/ffprobe';
import { shown } from '../../support/n8nCore';
import type { FormNotes } from '../../support/playground';
import { useWorld } from '../../support/world';

const world = useWorld({ taskMs: 200 });

async function clone(
	changes: INodeParameters = {},
	sample?: Parameters<typeof sampleItem>[1],
	name?: string,
) {
	return await world.core.run({
		...cloneRun(world.playground, world.account, changes),
		items: [await sampleItem(world.core, sample, name)],
	});
}

describe.each(['default', 'filesystem'] as const)('clone, in binary mode %s', (mode) => {
	beforeAll(async () => {
		await world.core.useBinaryMode(mode);
	});

	it('speaks a short text at once', async () => {
		const { items, error } = await clone({ options: { speed: 1.5, pitch: 0.5, fileName: 'greeting' } });
		expect(error).toBeUndefined();
		expect(items[0]?.json).toMatchObject({
			provider: 'aiVoiceCloneFree',
			operation: 'clone',
			characters: 24,
			requests: 1,
			retries: 0,
			audio: { mimeType: 'audio/wav', fileName: 'greeting.wav', channels: 1 },
		});
		const bytes = await world.core.bytesOf(items[0]?.binary?.data);
		expect((await probe(bytes)).formatName).toBe('wav');
		expect((await decode(bytes)).meanVolume).toBeGreaterThan(-40);
		const [request] = await world.account.requests();
		const { fields, files } = request?.body as FormNotes;
		expect(fields).toEqual({ text: 'Hello from the workflow.', speed: '1.5', pitch: '0.5' });
		expect(files).toMatchObject([{ field: 'audio_file', name: 'sample.wav', mimeType: 'audio/wav' }]);
	});

	it('has a long text spoken as a task, by default', async () => {
		const { items, error } = await clone({ text: textOf(1001), options: { pollInterval: 1 } });
		expect(error).toBeUndefined();
		expect(items[0]?.json).toMatchObject({ operation: 'clone', characters: 1001, status: 'completed' });
		expect(items[0]?.json.taskId).toEqual(expect.any(String));
		expect((await decode(await world.core.bytesOf(items[0]?.binary?.data))).warnings).toBe('');
		const requests = (await world.account.requests()).map(({ operationId }) => operationId);
		expect([...new Set(requests)]).toEqual(['createCloneTask', 'getCloneTaskStatus', 'getCloneTaskResult']);
	});

	it('speaks a long text in parts', async () => {
		const text = textOf(3500);
		const { items, error } = await clone({ text, options: { longText: 'split' } });
		expect(error).toBeUndefined();
		const requests = await world.account.requests();
		expect(new Set(requests.map(({ operationId }) => operationId))).toEqual(new Set(['syncClone']));
		expect(requests.length).toBeGreaterThanOrEqual(4);
		const parts = requests.map(({ body }) => (body as FormNotes).fields.text as string);
		expect(parts.every((part) => part.length <= 1000)).toBe(true);
		expect(parts.join('').length).toBe(text.length);
		expect((await decode(await world.core.bytesOf(items[0]?.binary?.data))).warnings).toBe('');
	});
});

describe('a text', () => {
	it.each([
		['of exactly 1000 characters', textOf(1000), 'syncClone'],
		['of 1001 characters', textOf(1001), 'createCloneTask'],
		// Each is one code point and two UTF-16 units: counted as in Python, where the provider's limits are taken.
		['of 1000 emoji', '😀'.repeat(1000), 'syncClone'],
		['of 1001 emoji', '😀'.repeat(1001), 'createCloneTask'],
	])('%s goes to the right endpoint', async (_, text, operationId) => {
		await clone({ text, options: { pollInterval: 1 } });
		const [first] = await world.account.requests();
		expect(first).toMatchObject({ operationId, status: operationId === 'syncClone' ? 200 : 202 });
	});

	it.each([
		['is empty', { text: ' ' }, /Text is empty/],
		[
			'is too long and to be rejected',
			{ text: textOf(1001), options: { longText: 'reject' } },
			/has 1001 char/,
		],
		['is to be spoken too fast', { options: { speed: 2.1 } }, /Speed must be a number from 0\.5 to 2/],
		['is to be spoken too high', { options: { pitch: -1.1 } }, /Pitch must be a number from -1 to 1/],
	])('that %s is refused unsent', async (_, changes, says) => {
		const result = await clone(changes);
		expect(shown(result).title).toMatch(says);
		expect(await world.account.requests()).toEqual([]);
	});
});

const MEBIBYTE = 1024 * 1024;
/** A valid WAV of exactly so many bytes, 10 seconds long whatever they are. */
function wavOfBytes(bytes: number): Buffer {
	const wav = wavSample(10);
	const filler = Buffer.alloc(bytes - wav.length);
	filler.write('junk', 0, 'latin1');
	filler.writeUInt32LE(filler.length - 8, 4);
	const file = Buffer.concat([wav, filler]);
	file.writeUInt32LE(file.length - 8, 4);
	return file;
}

/** A WAV of 4 seconds that says it has 10. */
function lyingWav(): Buffer {
	const wav = wavSample(4);
	const data = wav.indexOf('data');
	wav.writeUInt32LE(16_000 * 2 * 10, data + 4);
	return wav;
}

describe('a sample', () => {
	it.each([
		['a WAV called .mp3', () => wavSample(6), 'voice.mp3', 'voice.wav'],
		['an MP3 called .wav', () => mp3Sample(6), 'voice.wav', 'voice.mp3'],
		['an M4A from ffmpeg called .bin', () => m4aSample(6), 'voice.bin', 'voice.bin.m4a'],
		['5.0 seconds', () => wavSample(5), 'a.wav', 'a.wav'],
		['30.0 seconds', () => wavSample(30), 'a.wav', 'a.wav'],
		['4.5 MB', () => wavOfBytes(4.5 * MEBIBYTE), 'a.wav', 'a.wav'],
		[
			'an MP3 of variable bit rate',
			() => makeAudio(8, ['-c:a', 'libmp3lame', '-q:a', '4', '-f', 'mp3']),
			'a.mp3',
			'a.mp3',
		],
	])('of %s is accepted', async (_, bytes, name, sentAs) => {
		const { error } = await clone({}, bytes(), name);
		expect(error).toBeUndefined();
		const [request] = await world.account.requests();
		expect((request?.body as FormNotes).files).toMatchObject([{ name: sentAs }]);
	});

	it.each([
		[
			'a FLAC called .wav',
			() => makeAudio(6, ['-c:a', 'flac', '-f', 'flac']),
			/expected WAV, MP3, or M4A, got FLAC/,
		],
		['text', () => Buffer.from('<html>Not found</html>'), /got text/],
		['4.9 seconds', () => wavSample(4.9), /must be 5 to 30 seconds long, but it is 4\.9/],
		['30.1 seconds', () => wavSample(30.1), /must be 5 to 30 seconds long, but it is 30\.1/],
		['an M4A of 4 seconds', () => m4aSample(4), /must be 5 to 30 seconds long/],
		[
			'one byte more than 4.5 MB',
			() => Buffer.concat([wavOfBytes(4.5 * MEBIBYTE), Buffer.of(0)]),
			/must not be larger than/,
		],
		['a WAV whose header lies', lyingWav, /cannot be used/],
		['half an M4A', () => m4aSample(8).subarray(0, 20_000), /cannot be used|must be/],
	])('of %s is refused, and costs no request', async (_, bytes, says) => {
		const result = await clone({}, bytes());
		expect(shown(result).title).toMatch(says);
		expect(shown(result).description).not.toBe('');
		expect(await world.account.requests()).toEqual([]);
	});
});
