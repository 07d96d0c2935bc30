import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { IDataObject } from 'n8n-workflow';

import { asyncFlowRun, VOICE_ID } from '../../support/asyncFlow';
import { toMilliseconds } from '../../support/audio';
import { decode, probe } from '../../support/ffprobe';
import { N8nCore } from '../../support/n8nCore';
import type { Playground, PlaygroundAccount } from '../../support/playground';
import { startPlayground } from '../../support/playground';

let core: N8nCore;
let playground: Playground;
let account: PlaygroundAccount;

beforeAll(async () => {
	[core, playground] = await Promise.all([N8nCore.load(), startPlayground()]);
	account = await playground.account();
});
afterAll(async () => {
	await playground.close();
});

const RATES = [8000, 24_000, 44_100];
const ENCODINGS = [
	{ encoding: 'pcm_s16le', codec: 'pcm_s16le', demuxer: 's16le', rawMime: 'audio/pcm', rawExtension: 'pcm' },
	{ encoding: 'pcm_f32le', codec: 'pcm_f32le', demuxer: 'f32le', rawMime: 'audio/pcm', rawExtension: 'pcm' },
	{
		encoding: 'pcm_mulaw',
		codec: 'pcm_mulaw',
		demuxer: 'mulaw',
		rawMime: 'audio/ulaw',
		rawExtension: 'ulaw',
	},
];

describe.each(['default', 'filesystem'] as const)('binary mode %s', (mode) => {
	beforeAll(async () => {
		await core.useBinaryMode(mode);
	});

	async function speak(changes: Parameters<typeof asyncFlowRun>[2]) {
		const { items, error } = await core.run(asyncFlowRun(playground, account, changes));
		expect(error).toBeUndefined();
		const [item] = items;
		const binary = item?.binary?.data;
		return {
			json: item?.json,
			audio: item?.json.audio as IDataObject,
			binary,
			bytes: await core.bytesOf(binary),
		};
	}

	it.each(RATES)('makes an MP3 of %i Hz that ffprobe agrees with', async (sampleRate) => {
		const { audio, binary, bytes } = await speak({ container: 'mp3', sampleRate, bitRate: 32_000 });
		const truth = await probe(bytes);
		expect(truth).toMatchObject({ formatName: 'mp3', sampleRate, channels: 1 });
		expect(audio).toMatchObject({
			mimeType: 'audio/mpeg',
			fileName: 'speech.mp3',
			bytes: bytes.length,
			sampleRate,
			channels: 1,
			bitRate: truth.bitRate,
		});
		expect(binary).toMatchObject({ mimeType: 'audio/mpeg', fileExtension: 'mp3', fileName: 'speech.mp3' });
		expect(audio.durationSeconds).toBeCloseTo(truth.durationSeconds, 2);
		expect((await decode(bytes)).warnings).toBe('');
	});

	it.each(ENCODINGS.flatMap(({ encoding, codec }) => RATES.map((rate) => [encoding, rate, codec] as const)))(
		'makes a WAV of %s at %i Hz that ffprobe agrees with',
		async (encoding, sampleRate, codec) => {
			const { audio, binary, bytes } = await speak({ container: 'wav', encoding, sampleRate });
			const truth = await probe(bytes);
			expect(truth).toMatchObject({ formatName: 'wav', codec, sampleRate, channels: 1 });
			expect(audio).toMatchObject({
				mimeType: 'audio/wav',
				fileName: 'speech.wav',
				bytes: bytes.length,
				sampleRate,
			});
			expect(audio).not.toHaveProperty('bitRate');
			expect(binary).toMatchObject({ mimeType: 'audio/wav', fileExtension: 'wav' });
			expect(audio.durationSeconds).toBe(toMilliseconds(truth.durationSeconds));
			expect((await decode(bytes)).warnings).toBe('');
		},
	);

	it.each(ENCODINGS.flatMap((encoding) => RATES.map((rate) => [encoding.encoding, rate, encoding] as const)))(
		'makes raw %s at %i Hz that decodes as such',
		async (encoding, sampleRate, { demuxer, rawMime, rawExtension }) => {
			const { audio, binary, bytes } = await speak({ container: 'raw', encoding, sampleRate });
			const truth = await decode(bytes, ['-f', demuxer, '-ar', String(sampleRate), '-ac', '1']);
			const durationSeconds = truth.pcm.length / sampleRate;
			expect(audio).toMatchObject({
				mimeType: rawMime,
				fileName: `speech.${rawExtension}`,
				bytes: bytes.length,
			});
			expect(binary).toMatchObject({ mimeType: rawMime, fileExtension: rawExtension });
			expect(audio.durationSeconds).toBe(toMilliseconds(durationSeconds));
			expect(durationSeconds).toBeGreaterThan(0.5);
			// Speech, not silence and not the noise that a wrong encoding would sound like.
			expect(truth.meanVolume).toBeGreaterThan(-40);
			expect(truth.meanVolume).toBeLessThan(-8);
		},
	);

	it('tells all that an agent needs in the JSON', async () => {
		const { json } = await speak({ text: 'Grüße 👋🏽', options: { fileName: 'greeting.ogg' } });
		expect(json).toEqual({
			provider: 'asyncFlow',
			operation: 'synthesize',
			voiceId: VOICE_ID,
			modelId: 'asyncflow_v2.0',
			// Code points: five letters, a space, the hand and its skin tone.
			characters: 8,
			requests: 1,
			retries: 0,
			audio: expect.objectContaining({ mimeType: 'audio/mpeg', fileName: 'greeting.mp3' }),
		});
	});
});
