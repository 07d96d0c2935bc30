import ffmpegInstaller from '@ffmpeg-installer/ffmpeg';
import ffprobeInstaller from '@ffprobe-installer/ffprobe';
import { execFile } from 'node:child_process';
import { accessSync, chmodSync, constants } from 'node:fs';
import { promisify } from 'node:util';

const run = promisify(execFile);
const MAX_OUTPUT_BYTES = 512 * 1024 * 1024;

/** The project disables install scripts, which would make the binaries executable. */
function executable(file: string): string {
	try {
		accessSync(file, constants.X_OK);
	} catch {
		chmodSync(file, 0o755);
	}
	return file;
}

/** Path of ffmpeg, for callers that need a synchronous process. */
export const ffmpegProgram = (): string => executable(ffmpegInstaller.path);

/** Runs ffmpeg; standard output may be audio. */
export async function ffmpeg(...args: string[]): Promise<{ stdout: Buffer; stderr: string }> {
	const options = ['-nostdin', '-y', ...args];
	const { stdout, stderr } = await run(ffmpegProgram(), options, {
		encoding: 'buffer',
		maxBuffer: MAX_OUTPUT_BYTES,
	});
	return { stdout, stderr: stderr.toString() };
}

/** Runs ffprobe and returns its JSON. */
export async function ffprobe<Result>(...args: string[]): Promise<Result> {
	const { stdout } = await run(executable(ffprobeInstaller.path), ['-v', 'error', '-of', 'json', ...args]);
	return JSON.parse(stdout) as Result;
}
