import { parseBuffer } from 'music-metadata';
import { spawn } from 'node:child_process';
import { accessSync, chmodSync, constants } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer, text } from 'node:stream/consumers';

// Node cannot detect the exports of this CommonJS library.
const { path: ffmpegFile } = createRequire(import.meta.url)('@ffmpeg-installer/ffmpeg') as { path: string };

const SAMPLE_RATE = 16_000;

/** Longer samples are cut. */
const MAX_SECONDS = 60;

/** Quieter than this, in dBFS, is silence with some noise. */
const SILENCE_DB = -50;

export type SampleFormat = 'wav' | 'mp3' | 'flac' | 'aiff' | 'm4a' | 'aac' | 'ogg' | 'webm';

/** The names of music-metadata. MP4 is named by its brands, the major one first. */
const containers: ReadonlyArray<[RegExp, SampleFormat]> = [
	[/^WAVE$/, 'wav'],
	[/^MPEG$/, 'mp3'],
	[/^FLAC$/, 'flac'],
	[/^AIFF(-C)?$/, 'aiff'],
	[/^(M4A|M4B|mp4\d|isom|iso\d|3gp\d|dash)\b/, 'm4a'],
	[/^ADTS\b/, 'aac'],
	[/^Ogg$/, 'ogg'],
	[/^EBML\b/, 'webm'],
];

/** A voice sample. */
interface Sample {
	format: SampleFormat;
	/** Of the first minute. */
	seconds: number;
	/** Whether the first minute is silent. */
	silent: boolean;
}

/** @param samples -1 to 1 */
export function isSilent(samples: Float32Array): boolean {
	const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / Math.max(1, samples.length);
	return 10 * Math.log10(power) < SILENCE_DB;
}

// An install script would make the binary executable, but this project runs none.
function ffmpeg(): string {
	try {
		accessSync(ffmpegFile, constants.X_OK);
	} catch {
		chmodSync(ffmpegFile, 0o755);
	}
	return ffmpegFile;
}

async function formatOf(bytes: Uint8Array): Promise<SampleFormat | undefined> {
	try {
		const { format } = await parseBuffer(bytes, undefined, { skipCovers: true });
		return containers.find(([name]) => name.test(format.container ?? ''))?.[1];
	} catch {
		return undefined;
	}
}

async function decode(file: string, format: SampleFormat): Promise<Float32Array | undefined> {
	const output = ['-t', String(MAX_SECONDS), '-ac', '1', '-ar', String(SAMPLE_RATE), '-f', 'f32le', 'pipe:1'];
	const child = spawn(ffmpeg(), ['-v', 'error', '-nostdin', '-f', format, '-i', file, ...output]);
	const [decoded] = await Promise.all([buffer(child.stdout), text(child.stderr)]);
	if (decoded.length < 4) return undefined;
	return new Float32Array(new Uint8Array(decoded.subarray(0, decoded.length - (decoded.length % 4))).buffer);
}

/**
 * Reads a voice sample, whatever its name.
 *
 * @returns undefined if it is malformed or has another format
 */
export async function readSample(
	bytes: Uint8Array,
	accepted: readonly SampleFormat[],
): Promise<Sample | undefined> {
	const format = await formatOf(bytes);
	if (!format || !accepted.includes(format)) return undefined;
	// ffmpeg must be able to seek: most M4A files have their index at the end.
	const folder = await mkdtemp(path.join(tmpdir(), 'sample-'));
	try {
		const file = path.join(folder, 'sample');
		await writeFile(file, bytes);
		const samples = await decode(file, format);
		return samples && { format, seconds: samples.length / SAMPLE_RATE, silent: isSilent(samples) };
	} finally {
		await rm(folder, { recursive: true });
	}
}
