import { ffmpeg } from '../../tools/ffmpeg.ts';

/** Decodes whole files with ffmpeg: how many seconds of audio they hold, and how many errors it reports. */
export async function decodeAll(files: string[]): Promise<{ seconds: number; complaints: number }> {
	const total = { seconds: 0, complaints: 0 };
	for (const file of files) {
		const { stdout, stderr } = await ffmpeg(
			...['-v', 'error', '-i', file, '-f', 'null', '-progress', 'pipe:1', '-'],
		);
		const times = [...stdout.toString().matchAll(/^out_time_ms=(\d+)$/gm)];
		// Microseconds, despite the name.
		total.seconds += Number(times.at(-1)?.[1] ?? 0) / 1e6;
		total.complaints += stderr.split('\n').filter((line) => line !== '').length;
	}
	return total;
}
