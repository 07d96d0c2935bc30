import { execFile } from 'node:child_process';
import { accessSync, chmodSync, constants } from 'node:fs';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';

const run = promisify(execFile);

// A CommonJS library whose exports Node cannot see from outside.
const { path: program } = createRequire(import.meta.url)('@ffmpeg-installer/ffmpeg') as { path: string };

/** Install scripts are off in this project, and they are what would make the binary executable. */
function ensureExecutable(): void {
	try {
		accessSync(program, constants.X_OK);
	} catch {
		chmodSync(program, 0o755);
	}
}

/** Runs ffmpeg, which reports errors only. */
export async function ffmpeg(...args: string[]): Promise<{ stdout: string; stderr: string }> {
	ensureExecutable();
	return await run(program, ['-v', 'error', '-nostdin', '-y', ...args]);
}

/** Decodes whole files with ffmpeg: how many seconds of audio came out, and of how much it complained. */
export async function decodeAll(files: string[]): Promise<{ seconds: number; complaints: number }> {
	const total = { seconds: 0, complaints: 0 };
	for (const file of files) {
		const { stdout, stderr } = await ffmpeg('-i', file, '-f', 'null', '-progress', 'pipe:1', '-');
		const times = [...stdout.matchAll(/^out_time_ms=(\d+)$/gm)];
		// Microseconds, whatever the name says.
		total.seconds += Number(times.at(-1)?.[1] ?? 0) / 1e6;
		total.complaints += stderr.split('\n').filter((line) => line !== '').length;
	}
	return total;
}
