import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { toMilliseconds } from '../../support/audio';
import { byId, faseehRun, MODEL_ID, PCM, TEXT, VOICE_ID } from '../../support/faseeh';
import { decode, probe } from '../../support/ffprobe';
import { shown } from '../../support/n8nCore';
import { useWorld } from '../../support/world';

const world = useWorld();

async function speak(changes: INodeParameters = {}) {
	const result = await world.core.run(faseehRun(world.playground, world.account, changes));
	expect(shown(result).title).toBe('');
	const [item] = result.items;
	const binary = item?.binary?.data;
	return {
		json: item?.json ?? {},
		audio: item?.json.audio as IDataObject,
		binary,
		bytes: await world.core.bytesOf(binary),
	};
}

const stream = { operation: 'synthesizeStream' };

describe.each(['default', 'filesystem'] as const)('binary mode %s', (mode) => {
	beforeAll(async () => {
		await world.core.useBinaryMode(mode);
	});
	afterAll(async () => {
		await world.core.useBinaryMode('filesystem');
	});

	it.each([
		['synthesize', {}],
		['synthesizeStream', { container: 'wav' }],
	])('%s makes a WAV that ffprobe agrees with', async (operation, container) => {
		const { audio, binary, bytes } = await speak({ operation, ...container });
		const truth = await probe(bytes);
		expect(truth).toMatchObject({ formatName: 'wav', codec: 'pcm_s16le', sampleRate: 24_000, channels: 1 });
		expect(audio).toMatchObject({
			mimeType: 'audio/wav',
			fileName: 'speech.wav',
			bytes: bytes.length,
			sampleRate: 24_000,
			channels: 1,
		});
		expect(binary).toMatchObject({ mimeType: 'audio/wav', fileName: 'speech.wav', fileExtension: 'wav' });
		expect(audio.durationSeconds).toBe(toMilliseconds(truth.durationSeconds));
		const { warnings, meanVolume } = await decode(bytes);
		expect(warnings).toBe('');
		// Speech, not silence and not the noise that samples out of step would sound like.
		expect(meanVolume).toBeGreaterThan(-40);
		expect(meanVolume).toBeLessThan(-8);
	});

	it('hands on the samples of a stream as they came, and the WAV holds the same', async () => {
		const raw = await speak({ ...stream, container: 'raw' });
		const wav = await speak({ ...stream, container: 'wav' });
		expect(raw.audio).toMatchObject({ mimeType: 'audio/pcm', fileName: 'speech.pcm', sampleRate: 24_000 });
		expect(raw.audio.bytes).toBe(raw.bytes.length);
		expect(raw.audio.durationSeconds).toBe(wav.audio.durationSeconds);
		expect(wav.bytes.subarray(44).equals(raw.bytes)).toBe(true);
		const { pcm } = await decode(raw.bytes, PCM);
		expect(raw.audio.durationSeconds).toBe(toMilliseconds(pcm.length / 24_000));
	});
});

describe('a request', () => {
	it('says all that was set, and where', async () => {
		await speak({ stability: 0.25, options: { speed: 1.1 } });
		await speak(stream);
		const requests = await world.account.requests();
		expect(requests.map(({ method, path }) => `${method} ${path}`)).toEqual(
			new Array(2).fill(`POST /faseeh/text-to-speech/${MODEL_ID}`),
		);
		expect(requests.map(({ body }) => body)).toEqual([
			{ voice_id: VOICE_ID, text: TEXT, stability: 0.25, speed: 1.1, streaming: false },
			{ voice_id: VOICE_ID, text: TEXT, stability: 0.5, streaming: true },
		]);
	});

	it.each([
		['a/b c?d#e', 'a%2Fb%20c%3Fd%23e'],
		['نموذج', encodeURIComponent('نموذج')],
		['100%', '100%25'],
	])('has the model %s in its path, encoded', async (model, encoded) => {
		const result = await world.core.run(faseehRun(world.playground, world.account, { modelId: byId(model) }));
		expect(shown(result).title).toMatch(/Model not found/);
		const [request] = await world.account.requests();
		expect(request?.path).toBe(`/faseeh/text-to-speech/${encoded}`);
	});

	it('tells all that an agent needs in the JSON', async () => {
		const { json } = await speak({ ...stream, text: 'أهلاً 👋🏽', options: { fileName: 'greeting.ogg' } });
		expect(json).toEqual({
			provider: 'faseeh',
			operation: 'synthesizeStream',
			voiceId: VOICE_ID,
			modelId: MODEL_ID,
			// Code points: four letters, a mark, a space, the hand and its skin tone.
			characters: 8,
			requests: 1,
			retries: 0,
			audio: expect.objectContaining({ mimeType: 'audio/wav', fileName: 'greeting.wav' }),
		});
	});

	it('is linked to when that is asked for', async () => {
		const { json } = await speak({ ...stream, options: { createAudioLink: true } });
		expect(json.audioLink).toMatch(/\/binary-data\/signed\?token=/);
	});
});

describe('a stream', () => {
	it('has the rate that its content type states', async () => {
		await world.account.fault({
			kind: 'raw',
			status: 200,
			contentType: 'audio/raw;codec=pcm16;rate=48000;channels=2',
			body: 'abcd'.repeat(4800),
		});
		const { audio, bytes } = await speak(stream);
		expect(audio).toMatchObject({ sampleRate: 48_000, channels: 2, durationSeconds: 0.1 });
		expect(await probe(bytes)).toMatchObject({ sampleRate: 48_000, channels: 2 });
	});

	it.each([
		['length', /closed before the response was complete/],
		['chunked', /closed before the response was complete/],
	] as const)('that is cut short (%s) fails the item and is not paid for twice', async (framing, says) => {
		await world.account.fault({ kind: 'truncate', framing, times: 9 });
		const result = await world.core.run(faseehRun(world.playground, world.account, stream));
		expect(shown(result).title).toMatch(says);
		expect(await world.account.requests()).toHaveLength(1);
	});

	it('that ends inside a sample fails the item', async () => {
		await world.account.fault({ kind: 'truncate', framing: 'clean', keepBytes: 1001 });
		const result = await world.core.run(faseehRun(world.playground, world.account, stream));
		expect(shown(result).title).toMatch(/audio from Faseeh is cut short/);
	});

	it('that is a refusal in disguise fails the item as such', async () => {
		await world.account.fault({ kind: 'jsonInsteadOfAudio', errorCode: '40201', message: 'Empty' });
		const result = await world.core.run(faseehRun(world.playground, world.account, stream));
		expect(shown(result).title).toMatch(/wallet balance is too low/);
	});
});

describe('before anything is sent', () => {
	const REFUSED: Array<[what: string, changes: INodeParameters, says: RegExp, next: RegExp]> = [
		['an empty text', { text: ' \n ' }, /Text is empty/, /Enter a value/],
		['no voice', { voiceId: byId('={{ "" }}') }, /No voice selected/, /from the list, or enter its ID/],
		['no model', { modelId: byId('={{ "" }}') }, /No model selected/, /from the list, or enter its ID/],
		[
			'a model that leads elsewhere',
			{ modelId: byId('..') },
			/Model is not a valid ID/,
			/Check the value "\.\."/,
		],
		['a stability out of range', { stability: 50 }, /Stability must be a number from 0 to 1/, /It was 50/],
		['no stability', { stability: '={{ "" }}' }, /Stability is empty/, /Enter a number/],
		['a speed too low', { options: { speed: 0.5 } }, /Speed must be a number from 0.7 to 1.2/, /It was 0.5/],
		['a speed too high', { options: { speed: 1.3 } }, /Speed must be a number from 0.7 to 1.2/, /It was 1.3/],
		[
			'a container that does not exist',
			{ ...stream, container: '={{ "mp3" }}' },
			/Output Format must be one of raw, wav/,
			/It was "mp3"/,
		],
	];

	it.each(REFUSED)('refuses %s', async (_, changes, says, next) => {
		const result = await world.core.run(faseehRun(world.playground, world.account, changes));
		expect(shown(result).title).toMatch(says);
		expect(shown(result).title).toMatch(/item 0\]$/);
		expect(shown(result).description).toMatch(next);
		expect(await world.account.requests()).toEqual([]);
	});
});
