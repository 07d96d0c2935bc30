import { existsSync } from 'node:fs';
import { mkdir, open, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { ffmpeg } from '../../tools/ffmpeg.ts';
import { PCM, wavHeader } from '../../tools/wav.ts';
import type { AudioWork } from '../work.ts';

const CD = { code: PCM, channels: 2, sampleRate: 44_100, bitsPerSample: 16 };
const FRAME_BYTES = 4;
const HEADER_BYTES = wavHeader(CD, 0).length;
const BLOCK_BYTES = 1 << 20;

/** Loud noise, the same in every run. */
function noise(bytes: number): Buffer {
	const block = Buffer.alloc(bytes);
	let state = 1;
	for (let at = 0; at + 2 <= bytes; at += 2) {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
		block.writeInt16LE(state >> 18, at);
	}
	return block;
}

async function writeRepeated(file: string, head: Buffer, unit: Buffer, bytes: number): Promise<void> {
	const handle = await open(file, 'w');
	try {
		await handle.write(head);
		for (let left = bytes; left > 0; left -= unit.length) {
			await handle.write(unit.subarray(0, Math.min(left, unit.length)));
		}
	} finally {
		await handle.close();
	}
}

async function writeWav(file: string, bytes: number): Promise<void> {
	const data = Math.floor((bytes - HEADER_BYTES) / FRAME_BYTES) * FRAME_BYTES;
	await writeRepeated(file, wavHeader(CD, data), noise(BLOCK_BYTES), data);
}

/** MP3 with a constant 192 kbit/s and no tags: one minute repeated, so that all frames are complete. */
async function writeMp3(file: string, bytes: number): Promise<void> {
	const unitFile = path.join(path.dirname(file), 'minute.mp3');
	if (!existsSync(unitFile)) {
		const wav = path.join(path.dirname(file), 'minute.wav');
		await writeWav(wav, HEADER_BYTES + 60 * CD.sampleRate * FRAME_BYTES);
		await ffmpeg(
			...['-v', 'error', '-i', wav, '-b:a', '192k', '-write_xing', '0', '-id3v2_version', '0'],
			...['-map_metadata', '-1', '-fflags', '+bitexact', '-flags:a', '+bitexact', unitFile],
		);
	}
	const unit = await readFile(unitFile);
	await writeRepeated(
		file,
		Buffer.alloc(0),
		unit,
		Math.max(1, Math.round(bytes / unit.length)) * unit.length,
	);
}

/** The input files of audio work, created on first use. */
export async function audioFiles(
	folder: string,
	{ container, bytes, files: count }: AudioWork,
): Promise<{ files: string[]; bytes: number }> {
	const own = path.join(folder, 'input');
	await mkdir(own, { recursive: true });
	const files: string[] = [];
	let total = 0;
	for (let index = 0; index < count; index += 1) {
		const file = path.join(own, `${bytes}-${count}-${index}.${container}`);
		if (!existsSync(file)) await (container === 'wav' ? writeWav : writeMp3)(file, bytes / count);
		const handle = await open(file);
		total += (await handle.stat()).size;
		await handle.close();
		files.push(file);
	}
	return { files, bytes: total };
}

/** A voice sample of this size, as WAV. */
export async function sampleFile(folder: string, bytes: number): Promise<string> {
	const file = path.join(folder, `sample-${bytes}.wav`);
	if (!existsSync(file)) await writeWav(file, bytes);
	return file;
}

/** The list that ffmpeg's concat demuxer reads. */
export async function concatList(folder: string, files: readonly string[]): Promise<string> {
	const list = path.join(folder, 'list.txt');
	await writeFile(list, files.map((file) => `file '${file}'\n`).join(''));
	return list;
}
