import { parseBuffer } from 'music-metadata';
import { spawn } from 'node:child_process';
import { accessSync, chmodSync, constants } from 'node:fs';
import { createRequire } from 'node:module';
import { buffer, text } from 'node:stream/consumers';

// A CommonJS library whose exports Node cannot see from outside.
const { path: ffmpegFile } = createRequire(import.meta.url)('@ffmpeg-installer/ffmpeg') as { path: string };

export const SAMPLE_RATE = 16_000;

/** What is listened to of a long sample, in seconds. */
const HEARD_SECONDS = 60;

export type SampleFormat = 'wav' | 'mp3' | 'flac' | 'aiff';

// As music-metadata calls them.
const containers: Record<string, SampleFormat> = {
	WAVE: 'wav',
	MPEG: 'mp3',
	FLAC: 'flac',
	AIFF: 'aiff',
	'AIFF-C': 'aiff',
};

/** A voice sample that was sent. */
export interface Sample {
	format: SampleFormat;
	/** Mono at `SAMPLE_RATE`, the first minute. */
	samples: Float32Array;
	/** Of the first minute. */
	seconds: number;
}

// Install scripts are off in this project, and they are what would make the binary executable.
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
		return containers[format.container ?? ''];
	} catch {
		return undefined;
	}
}

async function decode(bytes: Uint8Array, format: SampleFormat): Promise<Float32Array | undefined> {
	const output = [
		'-t',
		String(HEARD_SECONDS),
		'-ac',
		'1',
		'-ar',
		String(SAMPLE_RATE),
		'-f',
		'f32le',
		'pipe:1',
	];
	const child = spawn(ffmpeg(), ['-v', 'error', '-f', format, '-i', 'pipe:0', ...output]);
	// ffmpeg stops reading when it has heard enough, or when it does not understand what it reads.
	child.stdin.on('error', () => undefined);
	child.stdin.end(bytes);
	const [decoded] = await Promise.all([buffer(child.stdout), text(child.stderr)]);
	if (decoded.length < 4) return undefined;
	return new Float32Array(new Uint8Array(decoded.subarray(0, decoded.length - (decoded.length % 4))).buffer);
}

/** Reads a voice sample, whatever its name says it is; undefined when it is not WAV, MP3, FLAC or AIFF. */
export async function readSample(bytes: Uint8Array): Promise<Sample | undefined> {
	const format = await formatOf(bytes);
	if (!format) return undefined;
	const samples = await decode(bytes, format);
	return samples && { format, samples, seconds: samples.length / SAMPLE_RATE };
}
