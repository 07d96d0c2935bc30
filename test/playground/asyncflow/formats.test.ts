import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { decode, probe } from '../../support/ffprobe';
import { startPlayground, type Playground, type PlaygroundAccount } from '../../support/playground';
import { bytesOf } from '../client';
import { speak } from './client';

let playground: Playground;
let account: PlaygroundAccount;

beforeAll(async () => {
	playground = await startPlayground();
	account = await playground.account();
}, 30_000);
afterAll(() => playground.close());

/** eSpeak's speech is around -21 dB; the noise floor of an empty file is below -90. */
const AUDIBLE_DB = -35;

const RATES = [8000, 24000, 44100];
const WAV = [
	['pcm_s16le', 'pcm_s16le'],
	['pcm_f32le', 'pcm_f32le'],
	['pcm_mulaw', 'pcm_mulaw'],
] as const;

async function audioOf(changes: Record<string, unknown>): Promise<[Uint8Array, string | null]> {
	const response = await speak(playground, account, changes);
	expect(response.status).toBe(200);
	return [await bytesOf(response), response.headers.get('content-type')];
}

describe('WAV', () => {
	for (const sampleRate of RATES) {
		it.each(WAV)(`%s at ${sampleRate} Hz agrees with ffprobe`, async (encoding, codec) => {
			const output_format = { container: 'wav', encoding, sample_rate: sampleRate };
			const [audio, type] = await audioOf({ output_format });
			expect(type).toBe('audio/wav');
			const found = await probe(audio);
			expect(found).toMatchObject({ formatName: 'wav', codec, sampleRate, channels: 1 });
			expect(found.durationSeconds).toBeGreaterThan(1);
			const { warnings, meanVolume } = await decode(audio);
			expect(warnings).toBe('');
			expect(meanVolume).toBeGreaterThan(AUDIBLE_DB);
		});
	}

	it('has the chunks that the format requires', async () => {
		const header = async (encoding: string) => {
			const output_format = { container: 'wav', encoding, sample_rate: 16000 };
			return Buffer.from((await audioOf({ output_format }))[0]);
		};
		const pcm = await header('pcm_s16le');
		expect([pcm.readUInt16LE(20), pcm.readUInt32LE(4)]).toEqual([1, pcm.length - 8]);
		expect(pcm.toString('latin1', 36, 40)).toBe('data');
		for (const [encoding, tag, bytes] of [
			['pcm_f32le', 3, 4],
			['pcm_mulaw', 7, 1],
		] as const) {
			const file = await header(encoding);
			expect([file.readUInt32LE(16), file.readUInt16LE(20)]).toEqual([18, tag]);
			expect(file.toString('latin1', 38, 42)).toBe('fact');
			expect(file.readUInt32LE(46) * bytes).toBe(file.readUInt32LE(54));
		}
	});
});

describe('MP3', () => {
	it.each([
		[8000, 192_000, 64_000],
		[24000, 32_000, 40_000],
		[24000, 192_000, 160_000],
		[44100, 32_000, 64_000],
		[44100, 128_000, 128_000],
		[48000, 320_000, 320_000],
	])('at %i Hz and %i bit/s is %i bit/s and agrees with ffprobe', async (sampleRate, bitRate, real) => {
		const output_format = { container: 'mp3', sample_rate: sampleRate, bit_rate: bitRate };
		const [audio, type] = await audioOf({ output_format });
		expect(type).toBe('audio/mpeg');
		const found = await probe(audio);
		expect(found).toMatchObject({ formatName: 'mp3', codec: 'mp3', sampleRate, channels: 1, bitRate: real });
		const { warnings, meanVolume } = await decode(audio);
		expect(warnings).toBe('');
		expect(meanVolume).toBeGreaterThan(AUDIBLE_DB);
	});

	it('uses the next lower rate that MP3 has', async () => {
		const [audio] = await audioOf({ output_format: { container: 'mp3', sample_rate: 47_000 } });
		expect((await probe(audio)).sampleRate).toBe(44_100);
	});
});

describe('raw', () => {
	it.each([
		['pcm_s16le', 's16le', 2],
		['pcm_f32le', 'f32le', 4],
		['pcm_mulaw', 'mulaw', 1],
	])('%s is samples and nothing else', async (encoding, demuxer, bytesPerSample) => {
		const output_format = { container: 'raw', encoding, sample_rate: 24_000 };
		const [audio, type] = await audioOf({ output_format });
		expect(type).toBe('application/octet-stream');
		expect(audio.length % bytesPerSample).toBe(0);
		const { warnings, meanVolume, pcm } = await decode(audio, ['-f', demuxer, '-ar', '24000', '-ac', '1']);
		expect(warnings).toBe('');
		expect(pcm.length).toBe(audio.length / bytesPerSample);
		expect(meanVolume).toBeGreaterThan(AUDIBLE_DB);
	});

	it('keeps its length when resampled', async () => {
		const lengths = await Promise.all(
			[8000, 11_111, 48_000].map(async (sample_rate) => {
				const [audio] = await audioOf({ output_format: { container: 'raw', sample_rate } });
				return audio.length / 2 / sample_rate;
			}),
		);
		// The engine itself varies by some milliseconds from one run to the next.
		expect(Math.max(...lengths) - Math.min(...lengths)).toBeLessThan(0.1);
	});
});

describe('text', () => {
	const seconds = async (transcript: string) =>
		(await probe((await audioOf({ transcript }))[0])).durationSeconds;

	it.each(['', '   ', '—', '\u0000', '\ud800'])(
		'with nothing to speak (%j) is a short silence',
		async (text) => {
			expect(await seconds(text)).toBeCloseTo(0.25, 2);
		},
	);

	it('grows with its length and slows down with speed_control', async () => {
		const once = await seconds('This is a sentence.');
		expect(await seconds('This is a sentence. '.repeat(4))).toBeGreaterThan(once * 3);
		const slow = await audioOf({ transcript: 'This is a sentence.', speed_control: 0.7 });
		expect((await probe(slow[0])).durationSeconds).toBeGreaterThan(once * 1.15);
	});

	it('may be very long', async () => {
		const transcript = 'The quick brown fox jumps over the lazy dog. '.repeat(1334).slice(0, 60_000);
		const output_format = { container: 'wav', encoding: 'pcm_mulaw', sample_rate: 8000 };
		const [audio] = await audioOf({ transcript, output_format, speed_control: 2 });
		expect((await probe(audio)).durationSeconds).toBeGreaterThan(1500);
	}, 120_000);
});
