import { path as ffmpegPath } from '@ffmpeg-installer/ffmpeg';
import { path as ffprobePath } from '@ffprobe-installer/ffprobe';
import { execFile } from 'node:child_process';
import { accessSync, chmodSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const MAX_OUTPUT_BYTES = 512 * 1024 * 1024;

// Install scripts are off in this project, and they are what would make the binaries executable.
function executable(file: string): string {
	try {
		accessSync(file, constants.X_OK);
	} catch {
		chmodSync(file, 0o755);
	}
	return file;
}

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

/** Path of a working ffmpeg. */
export const ffmpeg = (): string => executable(ffmpegPath);

/** What ffprobe says of an audio file. */
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

/** ffprobe's own view of the format, without a hint from a file name. Rejects when it is no audio. */
export async function probe(audio: Uint8Array): Promise<Probe> {
	return withFile(audio, async (file) => {
		const options = ['-v', 'error', '-show_format', '-show_streams', '-of', 'json', file];
		const { stdout } = await run(executable(ffprobePath), options);
		const { format, streams } = JSON.parse(stdout) as {
			format: Record<string, string>;
			streams: Array<Record<string, string>>;
		};
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

// True of any mono file without a channel mask, and of any constant bit rate MP3 without a Xing frame: no fault of the audio.
const REMARKS = /Guessed Channel Layout|Estimating duration from bitrate/;

/** Decodes a whole file. `warnings` is everything ffmpeg complained of; volumes are in dBFS. */
export async function decode(
	audio: Uint8Array,
	inputOptions: string[] = [],
): Promise<{ warnings: string; meanVolume: number; pcm: Int16Array }> {
	return withFile(audio, async (file) => {
		const { stdout, stderr } = await run(
			ffmpeg(),
			['-v', 'warning', ...inputOptions, '-i', file, '-f', 's16le', '-acodec', 'pcm_s16le', '-'],
			{ encoding: 'buffer', maxBuffer: MAX_OUTPUT_BYTES },
		);
		const pcm = new Int16Array(new Uint8Array(stdout).buffer);
		const power = pcm.reduce((sum, sample) => sum + (sample / 32768) ** 2, 0) / Math.max(1, pcm.length);
		const lines = stderr.toString().split('\n');
		const warnings = lines.filter((line) => line !== '' && !REMARKS.test(line)).join('\n');
		return { warnings, meanVolume: 10 * Math.log10(power), pcm };
	});
}
