import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { Mp3Inspector } from '../../../nodes/shared/audio/mp3';
import { PcmInspector } from '../../../nodes/shared/audio/pcm';
import { sniff } from '../../../nodes/shared/audio/sniff';
import { AudioError } from '../../../nodes/shared/audio/types';
import { WavInspector } from '../../../nodes/shared/audio/wav';
import { inspect, makeAudio } from '../../support/audio';
import { decode, probe } from '../../support/ffprobe';

const ID3V1 = Buffer.concat([Buffer.from('TAG'), Buffer.alloc(125)]);

describe('WavInspector', () => {
	it.each([
		['16 bit', ['-c:a', 'pcm_s16le', '-ar', '44100']],
		['24 bit, WAVE_FORMAT_EXTENSIBLE', ['-c:a', 'pcm_s24le', '-ar', '48000', '-ac', '6']],
		['float', ['-c:a', 'pcm_f32le', '-ar', '22050', '-ac', '2']],
		['mu-law', ['-c:a', 'pcm_mulaw', '-ar', '8000']],
		['one odd sample', ['-c:a', 'pcm_u8', '-ar', '8000', '-t', '0.000126']],
	])('agrees with ffprobe: %s', async (_, options) => {
		// To a pipe, ffmpeg writes lengths of 0xffffffff, like a server that streams.
		const streamed = makeAudio(1.37, [...options, '-f', 'wav']);
		const truth = await probe(streamed);
		const { pcm } = await decode(streamed);
		for (const pieceBytes of [1, 7, 4096, streamed.length]) {
			const info = inspect(new WavInspector(), streamed, pieceBytes);
			expect(info).toMatchObject({
				bytes: streamed.length,
				sampleRate: truth.sampleRate,
				channels: truth.channels,
			});
			expect(info.durationSeconds * info.sampleRate * info.channels).toBeCloseTo(pcm.length, 6);
		}
	});

	/** A WAV of 16 bit mono at 8000 Hz with chunks around its audio. */
	function wav(
		audio: Buffer,
		{ declared = audio.length, before = Buffer.alloc(0), after = Buffer.alloc(0) } = {},
	) {
		const header = Buffer.alloc(24);
		header.write('fmt ', 0);
		header.writeUInt32LE(16, 4);
		header.writeUInt16LE(1, 8);
		header.writeUInt16LE(1, 10);
		header.writeUInt32LE(8000, 12);
		header.writeUInt32LE(16_000, 16);
		header.writeUInt16LE(2, 20);
		header.writeUInt16LE(16, 22);
		const data = Buffer.alloc(8);
		data.write('data', 0);
		data.writeUInt32LE(declared, 4);
		return Buffer.concat([Buffer.from('RIFF\0\0\0\0WAVE'), header, before, data, audio, after]);
	}

	const oddChunk = Buffer.from('LIST\x03\0\0\0abc\0');

	it('skips chunks of odd length before and after the audio', () => {
		const file = wav(Buffer.alloc(16_000), { before: oddChunk, after: oddChunk });
		expect(inspect(new WavInspector(), file, 5)).toMatchObject({ durationSeconds: 1, bytes: file.length });
	});

	it.each([
		['less audio than declared', wav(Buffer.alloc(100), { declared: 16_000 }), 'truncated'],
		['only a header', wav(Buffer.alloc(0), { declared: 16_000 }), 'truncated'],
		['no audio', wav(Buffer.alloc(0)), 'empty'],
		['an incomplete header', wav(Buffer.alloc(0)).subarray(0, 30), 'truncated'],
		['something else', Buffer.from('not a wave file at all'), 'invalid'],
		['a sample rate of 0', Buffer.from(wav(Buffer.alloc(8)).fill(0, 24, 28)), 'invalid'],
	])('rejects %s', (_, file, reason) => {
		expect(() => inspect(new WavInspector(), file)).toThrow(expect.objectContaining({ reason }));
	});
});

describe('Mp3Inspector', () => {
	it.each([
		['MPEG-1, constant', ['-ar', '44100', '-b:a', '128k', '-write_xing', '0']],
		['MPEG-1 stereo with an Info frame', ['-ar', '48000', '-ac', '2', '-b:a', '192k']],
		['MPEG-1, variable', ['-ar', '44100', '-q:a', '4']],
		['MPEG-2', ['-ar', '22050', '-b:a', '64k', '-write_xing', '0']],
		['MPEG-2.5', ['-ar', '8000', '-b:a', '16k', '-write_xing', '0']],
		['no ID3 tag', ['-ar', '32000', '-b:a', '96k', '-id3v2_version', '0', '-write_xing', '0']],
	])('agrees with ffprobe: %s', async (_, options) => {
		const file = Buffer.concat([makeAudio(2.5, [...options, '-c:a', 'libmp3lame', '-f', 'mp3']), ID3V1]);
		const truth = await probe(file);
		for (const pieceBytes of [1, 7, 4096, file.length]) {
			const info = inspect(new Mp3Inspector(), file, pieceBytes);
			expect(info).toMatchObject({
				bytes: file.length,
				sampleRate: truth.sampleRate,
				channels: truth.channels,
			});
			// ffprobe may subtract the encoder's padding: up to two frames at each end.
			const frame = (truth.sampleRate >= 32_000 ? 1152 : 576) / truth.sampleRate;
			expect(Math.abs(info.durationSeconds - truth.durationSeconds)).toBeLessThan(4 * frame);
			expect((info.bitRate ?? 0) / truth.bitRate).toBeCloseTo(1, 1);
		}
	});

	it('rejects an incomplete last frame, and a file without frames', () => {
		const file = makeAudio(1, ['-c:a', 'libmp3lame', '-b:a', '64k', '-ar', '44100', '-f', 'mp3']);
		const reason = (name: string) => expect.objectContaining({ reason: name });
		expect(() => inspect(new Mp3Inspector(), file.subarray(0, -50))).toThrow(reason('truncated'));
		expect(() => inspect(new Mp3Inspector(), Buffer.alloc(5000))).toThrow(reason('invalid'));
		expect(() => inspect(new Mp3Inspector(), Buffer.alloc(0))).toThrow(reason('invalid'));
	});
});

describe('PcmInspector', () => {
	it('calculates the duration', () => {
		const inspector = new PcmInspector({ encoding: 'pcm_f32le', sampleRate: 24_000, channels: 1 });
		expect(inspect(inspector, new Uint8Array(48_000 * 4), 999)).toMatchObject({
			durationSeconds: 2,
			bytes: 192_000,
		});
	});

	it('rejects half a sample', () => {
		const inspector = new PcmInspector({ encoding: 'pcm_s16le', sampleRate: 8000, channels: 1 });
		expect(() => inspect(inspector, new Uint8Array(3))).toThrow(
			expect.objectContaining({ reason: 'truncated' }),
		);
	});
});

describe('damaged files', () => {
	const wavFile = makeAudio(0.2, ['-c:a', 'pcm_s16le', '-ar', '8000', '-f', 'wav']);
	const mp3File = makeAudio(0.2, ['-c:a', 'libmp3lame', '-ar', '16000', '-b:a', '32k', '-f', 'mp3']);

	/** A file with some of its bytes overwritten and its end cut off. */
	const damaged = (file: Buffer) =>
		fc
			.tuple(
				fc.array(fc.tuple(fc.nat(file.length - 1), fc.nat(255)), { maxLength: 20 }),
				fc.nat(file.length),
				fc.integer({ min: 1, max: 600 }),
			)
			.map(([changes, length, pieceBytes]) => {
				const copy = Buffer.from(file);
				for (const [at, value] of changes) copy[at] = value;
				return { file: copy.subarray(0, length), pieceBytes };
			});

	it.each([
		['WAV', () => new WavInspector(), wavFile],
		['MP3', () => new Mp3Inspector(), mp3File],
	])('return a plausible result or an AudioError: %s', (_, create, file) => {
		fc.assert(
			fc.property(damaged(file), ({ file: bytes, pieceBytes }) => {
				try {
					const info = inspect(create(), bytes, pieceBytes);
					expect(info.bytes).toBe(bytes.length);
					expect(info.durationSeconds).toBeGreaterThan(0);
					expect(Number.isFinite(info.durationSeconds)).toBe(true);
				} catch (error) {
					if (!(error instanceof AudioError)) throw error;
				}
			}),
			{ numRuns: 500 },
		);
	});

	it('return the same result however the bytes are chunked', () => {
		fc.assert(
			fc.property(
				fc.constantFrom(wavFile, mp3File),
				fc.integer({ min: 1, max: 3000 }),
				(file, pieceBytes) => {
					const create = () => (sniff(file) === 'wav' ? new WavInspector() : new Mp3Inspector());
					expect(inspect(create(), file, pieceBytes)).toEqual(inspect(create(), file, file.length));
				},
			),
		);
	});
});

describe('sniff', () => {
	it.each([
		['wav', Buffer.from('RIFF\x24\0\0\0WAVEfmt ')],
		['mp3', Buffer.from('ID3\x04\0\0\0\0\0\0\0\0')],
		['mp3', Buffer.from([0xff, 0xfb, 0x90, 0xc4])],
		['text', Buffer.from('{"detail":1}')],
		['text', Buffer.from('  <!DOCTYPE html>')],
		['unknown', Buffer.from('RIFF\x24\0\0\0AVI LIST')],
		['unknown', Buffer.from([0xff, 0xff, 0xff, 0xff])],
		['unknown', Buffer.alloc(0)],
	])('detects %s', (expected, head) => {
		expect(sniff(head)).toBe(expected);
	});
});
