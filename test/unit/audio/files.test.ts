import { beforeAll, describe, expect, it } from '@jest/globals';

import { inspectorFor } from '../../../nodes/shared/audio/inspect';
import { MEDIA_TYPES } from '../../../nodes/shared/audio/naming';
import type { AudioKind } from '../../../nodes/shared/audio/sniff';
import { sniff, SNIFF_BYTES } from '../../../nodes/shared/audio/sniff';
import type { AudioErrorReason, AudioInfo } from '../../../nodes/shared/audio/types';
import { AudioError } from '../../../nodes/shared/audio/types';
import type { Metadata } from '../../support/audio';
import { inspect, makeAudio, makeAudioFile, musicMetadata, riffChunk } from '../../support/audio';
import { decode, probe } from '../../support/ffprobe';

/** Inspects a file of any format. Returns its description, or the reason of the error. */
function outcome(file: Uint8Array, pieceBytes = 4096): AudioInfo | AudioErrorReason {
	const inspector = inspectorFor(sniff(file.subarray(0, SNIFF_BYTES)));
	if (inspector === undefined) return 'unsupported';
	try {
		return inspect(inspector, file, pieceBytes);
	} catch (error) {
		if (error instanceof AudioError) return error.reason;
		throw error;
	}
}

interface Sample {
	kind: AudioKind;
	name: string;
	file: Buffer;
	/** Accepted difference from ffprobe, in seconds. */
	tolerance: number;
	/** What `music-metadata` does not detect, or not correctly. */
	unseen: Array<keyof Metadata>;
}

const SECONDS = 1.3;
const samples: Sample[] = [];

function add(kind: AudioKind, name: string, file: Buffer, tolerance = 0.0006, unseen: Sample['unseen'] = []) {
	samples.push({ kind, name, file, tolerance, unseen });
}

const options = (text: string) => text.split(' ');
const mp4 = (text: string) => makeAudioFile(SECONDS, options(text));
const mp4Pipe = (text: string) => makeAudio(SECONDS, options(`${text} -f mp4`));

beforeAll(() => {
	for (const [codec, rate, channels] of [
		['pcm_s16le', 8000, 1],
		['pcm_s24le', 44_100, 2],
		['pcm_f32le', 24_000, 1],
		['pcm_mulaw', 8000, 1],
		['pcm_alaw', 16_000, 2],
		['pcm_u8', 11_025, 1],
		['pcm_s16le', 48_000, 6],
	] as const) {
		const format = options(`-c:a ${codec} -ar ${rate} -ac ${channels} -f wav`);
		add('wav', `${codec} ${rate} ${channels}`, makeAudioFile(SECONDS, format));
	}
	add('wav', 'ADPCM', mp4('-c:a adpcm_ms -f wav'), 0.01);
	add('wav', 'RF64', mp4('-c:a pcm_s16le -rf64 always -f wav'), 0, [
		'duration',
		'sampleRate',
		'numberOfChannels',
	]);

	for (const [rate, channels, more] of [
		[44_100, 1, '-b:a 128k -write_xing 0'],
		[48_000, 2, '-b:a 192k -id3v2_version 3 -metadata title=speech -write_id3v1 1'],
		[24_000, 1, '-q:a 5 -write_apetag 1'],
		[8000, 1, '-b:a 8k -write_xing 0 -id3v2_version 0'],
	] as const) {
		const format = options(`-c:a libmp3lame -ar ${rate} -ac ${channels} ${more} -f mp3`);
		add('mp3', `MP3 ${rate} ${channels}`, makeAudioFile(SECONDS, format), 4 * (1152 / rate));
	}

	// ffmpeg writes 0 for a rate that does not fit, and always two channels; the decoder configuration is correct.
	const twoChannels: Sample['unseen'] = ['numberOfChannels'];
	add('mp4', 'moov last', mp4('-c:a aac -ar 44100 -f ipod'), 0.001, twoChannels);
	add('mp4', 'moov first', mp4('-c:a aac -ar 48000 -ac 2 -movflags +faststart -f mp4'), 0.001);
	add('mp4', 'AAC 96 kHz', mp4('-c:a aac -ar 96000 -f mp4'), 0.001, ['sampleRate', 'numberOfChannels']);
	add('mp4', 'ALAC', mp4('-c:a alac -ar 96000 -ac 1 -f ipod'), 0.001, ['sampleRate', 'numberOfChannels']);
	// music-metadata does not read version 1 of sound descriptions.
	const quickTime: Sample['unseen'] = ['duration', 'sampleRate', 'numberOfChannels'];
	add('mp4', 'QuickTime version 1', mp4('-c:a aac -ar 22050 -f mov'), 0.001, quickTime);
	add('mp4', 'QuickTime version 2', mp4('-c:a pcm_s16le -ar 192000 -ac 2 -f mov'), 0.001, quickTime);
	add('mp4', 'FLAC in MP4', mp4('-c:a flac -ar 22050 -strict -2 -f mp4'), 0.001);
	const fragments = '-c:a aac -ar 44100 -frag_duration 400000 -movflags';
	add('mp4', 'fragments', mp4Pipe(`${fragments} frag_keyframe+empty_moov`), 0.03, twoChannels);
	add('mp4', 'fragments, DASH', mp4Pipe(`${fragments} frag_keyframe+dash+delay_moov`), 0.03, twoChannels);
	const hybrid: Sample['unseen'] = ['duration', 'numberOfChannels'];
	add('mp4', 'fragments after samples in moov', mp4(`${fragments} frag_keyframe -f mp4`), 0.03, hybrid);

	add('flac', 'FLAC', mp4('-c:a flac -ar 44100 -ac 2 -f flac'));
	add('flac', 'FLAC 24 bit', mp4('-c:a flac -sample_fmt s32 -ar 96000 -f flac'));
	add('aiff', 'AIFF', mp4('-c:a pcm_s16be -ar 44100 -ac 2 -f aiff'));
	add('aiff', 'AIFF-C', mp4('-c:a pcm_f32be -ar 8000 -f aiff'));
});

describe('inspecting files', () => {
	it('agrees with ffprobe and music-metadata, however the bytes are chunked', async () => {
		const opinions = await musicMetadata(samples.map(({ file }) => file));
		for (const [index, { kind, name, file, tolerance, unseen }] of samples.entries()) {
			expect([name, sniff(file)]).toEqual([name, kind]);
			const info = outcome(file);
			if (typeof info === 'string') throw new Error(`${name}: ${info}`);
			for (const pieceBytes of [1, 13, file.length]) expect(outcome(file, pieceBytes)).toEqual(info);

			const { sampleRate, channels, durationSeconds } = await probe(file);
			expect({ name, sampleRate: info.sampleRate, channels: info.channels }).toEqual({
				name,
				sampleRate,
				channels,
			});
			expect([name, Math.abs(info.durationSeconds - durationSeconds) <= tolerance]).toEqual([name, true]);

			const opinion = opinions[index] ?? {};
			const agrees = {
				duration: Math.abs((opinion.duration ?? 0) - info.durationSeconds) <= Math.max(tolerance, 0.05),
				sampleRate: opinion.sampleRate === info.sampleRate,
				numberOfChannels: opinion.numberOfChannels === info.channels,
			};
			const disagrees = Object.entries(agrees)
				.filter(([, value]) => !value)
				.map(([key]) => key);
			expect([name, disagrees]).toEqual([name, unseen]);
		}
	});

	it('detects truncated files', async () => {
		for (const { kind, name, file } of samples) {
			// Only the metadata of FLAC is read; a fragmented file is complete after each fragment.
			const canBeComplete = kind === 'flac' || name.startsWith('fragments');
			const whole = outcome(file) as AudioInfo;
			for (const part of [0.03, 0.3, 0.7, 0.97]) {
				const cut = outcome(file.subarray(0, Math.floor(file.length * part)));
				if (canBeComplete && typeof cut === 'object') {
					expect(cut.durationSeconds).toBeLessThanOrEqual(whole.durationSeconds);
					continue;
				}
				expect([name, part, cut]).toEqual([name, part, expect.stringMatching(/truncated|invalid/)]);
				if (kind === 'wav' && part > 0.1) expect([name, cut]).toEqual([name, 'truncated']);
			}
		}
		// ffmpeg reads such a file to its end, and agrees that audio is missing.
		const [wav] = samples;
		if (wav === undefined) throw new Error('No sample');
		const { pcm } = await decode(wav.file.subarray(0, wav.file.length / 2));
		expect(pcm.length).toBeLessThan((outcome(wav.file) as AudioInfo).durationSeconds * 8000);
	});
});

describe('FlacInspector and AiffInspector', () => {
	it('report an unknown length', () => {
		const streamed = makeAudio(0.3, ['-c:a', 'flac', '-f', 'flac']);
		expect(outcome(streamed)).toBe('unknownLength');
		expect(outcome(streamed.subarray(0, 60))).toBe('truncated');
	});

	it('skip chunks of odd length and reject invalid numbers', () => {
		const aiff = makeAudioFile(0.3, ['-c:a', 'pcm_s16be', '-ar', '8000', '-f', 'aiff']);
		const odd = Buffer.from('NAME\0\0\0\x03abc\0', 'latin1');
		const named = Buffer.concat([aiff.subarray(0, 12), odd, aiff.subarray(12)]);
		expect(outcome(named, 7)).toMatchObject({ durationSeconds: 0.3, sampleRate: 8000 });
		const rate = aiff.indexOf('COMM') + 16;
		expect(outcome(Buffer.from(aiff).fill(0, rate, rate + 10))).toBe('invalid');
		expect(outcome(Buffer.from(aiff).fill(0xff, rate, rate + 10))).toBe('invalid');
	});
});

describe('WavInspector with wrong sizes', () => {
	const wav = makeAudioFile(0.5, ['-c:a', 'pcm_s16le', '-ar', '8000', '-bitexact', '-f', 'wav']);
	const withSize = (size: number) =>
		Buffer.from(wav).fill(Uint8Array.of(size, size >> 8, size >> 16, size >>> 24), 40, 44);

	it.each([0, 0x7fff_f000, 0x7fff_ffff - 36, 0xffff_ffff, 0xffff_ffff - 36])(
		'reads to the end for a size of %i',
		(size) => {
			// The size of the file is unknown then, too.
			expect(outcome(withSize(size).fill(0xff, 4, 8))).toMatchObject({ durationSeconds: 0.5 });
		},
	);

	it('does not count a chunk after an empty data chunk as audio', () => {
		const empty = Buffer.concat([
			wav.subarray(0, 36),
			riffChunk('data', Buffer.alloc(0)),
			riffChunk('LIST', Buffer.alloc(9)),
		]);
		empty.writeUInt32LE(empty.length - 8, 4);
		expect(outcome(empty)).toBe('empty');
	});

	it('reads a 64-bit size', () => {
		const rf64 = makeAudioFile(0.5, ['-c:a', 'pcm_s16le', '-ar', '8000', '-rf64', 'always', '-f', 'wav']);
		expect(outcome(Buffer.concat([rf64, riffChunk('LIST', Buffer.alloc(99))]))).toMatchObject({
			durationSeconds: 0.5,
		});
		expect(outcome(rf64.subarray(0, -1))).toBe('truncated');
	});
});

describe('sniff', () => {
	it.each([
		['mp4', '\0\0\0\x20ftypM4A '],
		['flac', 'fLaC\0\0\0\x22'],
		['aiff', 'FORM\0\0\0\0AIFC'],
		['ogg', 'OggS\0\x02'],
		['wav', 'RF64\xff\xff\xff\xffWAVE'],
		['text', '\xef\xbb\xbf{"detail"'],
		['unknown', 'FORM\0\0\0\0ILBM'],
	])('detects %s', (expected, head) => {
		expect(sniff(Buffer.from(head, 'latin1'))).toBe(expected);
	});

	it('has a media type for each format', () => {
		for (const { mimeType, extension } of Object.values(MEDIA_TYPES)) {
			expect(mimeType).toMatch(/^audio\/[a-z0-9]+$/);
			expect(extension).toMatch(/^[a-z0-9]{3,4}$/);
		}
		expect(inspectorFor('ogg')).toBeUndefined();
		expect(inspectorFor('text')).toBeUndefined();
	});
});
