import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { makeAudio, makeAudioFile } from '../../support/audio';
import { startPlayground, type Playground, type PlaygroundAccount } from '../../support/playground';
import { errorOf, SAMPLE, syncClone, type CloneChanges } from './client';

let playground: Playground;
let account: PlaygroundAccount;
beforeAll(async () => {
	playground = await startPlayground();
	account = await playground.account();
}, 30_000);
afterAll(() => playground.close());

const NOT_SUPPORTED = 'Invalid audio file format. Supported formats: WAV, MP3, M4A';
const TOO_LARGE = 'Audio file too large. Maximum size: 4.5MB';
const MAX_BYTES = 4_718_592;

const clone = (text: string, changes: CloneChanges) => syncClone(playground, account, text, changes);

describe('the sample', () => {
	it.each<[string, () => Buffer]>([
		['WAV', () => makeAudio(6, ['-f', 'wav'])],
		['WAV of 32-bit float', () => makeAudio(6, ['-c:a', 'pcm_f32le', '-f', 'wav'])],
		['MP3', () => makeAudioFile(6, ['-f', 'mp3'])],
		[
			'MP3 of 30 seconds without a Xing frame',
			() => makeAudio(30, ['-ar', '16000', '-write_xing', '0', '-f', 'mp3']),
		],
		['M4A with its index at the end', () => makeAudioFile(6, ['-c:a', 'aac', '-f', 'ipod'])],
		[
			'M4A with its index in front',
			() => makeAudioFile(6, ['-c:a', 'aac', '-movflags', 'faststart', '-f', 'ipod']),
		],
		['M4A of 30 seconds', () => makeAudioFile(30, ['-c:a', 'aac', '-f', 'ipod'])],
		['M4A of the brand mp42', () => makeAudioFile(6, ['-c:a', 'aac', '-brand', 'mp42', '-f', 'mp4'])],
	])('may be %s, whatever its name', async (_format, make) => {
		const response = await clone('Hello.', { bytes: make(), name: 'notes.txt' });
		expect([response.status, response.headers.get('content-type')]).toEqual([200, 'audio/wav']);
	});

	it.each<[string, () => Uint8Array]>([
		['FLAC', () => makeAudio(6, ['-f', 'flac'])],
		['AIFF', () => makeAudioFile(6, ['-f', 'aiff'])],
		['Ogg', () => makeAudio(6, ['-c:a', 'libopus', '-f', 'ogg'])],
		['text', () => Buffer.from('no audio at all '.repeat(1000))],
		['nothing', () => Buffer.alloc(0)],
		['the header alone', () => SAMPLE.subarray(0, 44)],
		['half an M4A', () => makeAudioFile(6, ['-c:a', 'aac', '-f', 'ipod']).subarray(0, 20_000)],
	])('must not be %s, whatever its name', async (_format, make) => {
		expect(await errorOf(await clone('Hello.', { bytes: make(), name: 'me.wav' }))).toEqual([
			400,
			NOT_SUPPORTED,
		]);
	});

	it('has 5 to 30 seconds', async () => {
		const answers = await Promise.all(
			[4.9, 5, 30, 30.1].map(async (seconds) => {
				const response = await clone('Hello.', { bytes: makeAudio(seconds, ['-f', 'wav']) });
				return response.ok ? 'accepted' : errorOf(response);
			}),
		);
		const range = 'Audio duration must be between 5 and 30 seconds';
		expect(answers).toEqual([
			[400, `${range}; it is 4.90 seconds`],
			'accepted',
			'accepted',
			[400, `${range}; it is 30.10 seconds`],
		]);
	});

	it('has 4.5 MB at most', async () => {
		// 25 seconds of 192 kB each; only audio data is cut off.
		const audio = makeAudio(25, ['-ar', '48000', '-ac', '2', '-f', 'wav']);
		expect((await clone('Hello.', { bytes: audio.subarray(0, MAX_BYTES) })).status).toBe(200);
		const larger = await clone('Hello.', { bytes: audio.subarray(0, MAX_BYTES + 1) });
		expect(await errorOf(larger)).toEqual([413, TOO_LARGE]);
	});

	it('is not silent', async () => {
		const audio = makeAudio(6, ['-af', 'volume=0', '-f', 'wav']);
		expect(await errorOf(await clone('Hello.', { bytes: audio }))).toEqual([
			400,
			'No speech can be heard in the audio file',
		]);
	});
});
