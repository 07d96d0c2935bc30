import { spawnSync } from 'node:child_process';

import { ffmpeg } from './ffprobe';

/** Makes an audio file of a tone with ffmpeg. Throws when ffmpeg does not want to. */
export function makeAudio(seconds: number, outputOptions: string[]): Buffer {
	const { stdout, stderr, status } = spawnSync(
		ffmpeg(),
		['-v', 'error', '-f', 'lavfi', '-i', `sine=frequency=440:duration=${seconds}`, ...outputOptions, '-'],
		{ maxBuffer: 256 * 1024 * 1024 },
	);
	if (status !== 0) throw new Error(stderr.toString());
	return stdout;
}
