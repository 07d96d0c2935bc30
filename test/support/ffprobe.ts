import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { ffmpeg, ffprobe } from '../../tools/ffmpeg.ts';

async function withFile<Result>(audio: Uint8Array, use: (file: string) => Promise<Result>): Promise<Result> {
	const folder = mkdtempSync(path.join(tmpdir(), 'voice-'));
	try {
		const file = path.join(folder, 'audio');
		writeFileSync(file, audio);
		return await use(file);
	} finally {
		rmSync(folder, { recursive: true });
	}
}

/** What ffprobe reports about an audio file. */
export interface Probe {
	formatName: string;
	codec: string;
	/** Hz. */
	sampleRate: number;
	channels: number;
	/** Bits per second. */
	bitRate: number;
	durationSeconds: number;
}

/** Detects the format from the bytes alone. Rejects if they are not audio. */
export async function probe(audio: Uint8Array): Promise<Probe> {
	return withFile(audio, async (file) => {
		const { format, streams } = await ffprobe<{
			format: Record<string, string>;
			streams: Array<Record<string, string>>;
		}>('-show_format', '-show_streams', file);
		const stream = streams[0] ?? {};
		return {
			formatName: format.format_name ?? '',
			codec: stream.codec_name ?? '',
			sampleRate: Number(stream.sample_rate),
			channels: Number(stream.channels),
			bitRate: Number(stream.bit_rate),
			durationSeconds: Number(format.duration),
		};
	});
}

// Reported for any mono file without a channel mask, and for any constant bit rate MP3 without a Xing frame.
const HARMLESS = /Guessed Channel Layout|Estimating duration from bitrate/;

/** Decodes a whole file. `warnings` is everything that ffmpeg reported; volumes are in dBFS. */
export async function decode(
	audio: Uint8Array,
	inputOptions: string[] = [],
): Promise<{ warnings: string; meanVolume: number; pcm: Int16Array }> {
	return withFile(audio, async (file) => {
		const options = [
			'-v',
			'warning',
			...inputOptions,
			'-i',
			file,
			'-f',
			's16le',
			'-acodec',
			'pcm_s16le',
			'-',
		];
		const { stdout, stderr } = await ffmpeg(...options);
		const pcm = new Int16Array(new Uint8Array(stdout).buffer);
		const power = pcm.reduce((sum, sample) => sum + (sample / 32768) ** 2, 0) / Math.max(1, pcm.length);
		const lines = stderr.split('\n');
		const warnings = lines.filter((line) => line !== '' && !HARMLESS.test(line)).join('\n');
		return { warnings, meanVolume: 10 * Math.log10(power), pcm };
	});
}
