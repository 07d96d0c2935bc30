import { existsSync } from 'node:fs';
import { mkdir, open, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import type { AudioWork } from '../work.ts';
import { ffmpeg } from './ffmpeg.ts';

/** CD quality, in bytes per second. */
const SAMPLE_RATE = 44_100;
const FRAME_BYTES = 4;
const HEADER_BYTES = 44;
const BLOCK_BYTES = 1 << 20;

/** Header of a WAV with 16-bit stereo samples. */
function wavHeader(dataBytes: number): Buffer {
	const header = Buffer.alloc(HEADER_BYTES);
	header.write('RIFF', 0).toString();
	header.writeUInt32LE(HEADER_BYTES - 8 + dataBytes, 4);
	header.write('WAVEfmt ', 8);
	header.writeUInt32LE(16, 16);
	header.writeUInt16LE(1, 20);
	header.writeUInt16LE(2, 22);
	header.writeUInt32LE(SAMPLE_RATE, 24);
	header.writeUInt32LE(SAMPLE_RATE * FRAME_BYTES, 28);
	header.writeUInt16LE(FRAME_BYTES, 32);
	header.writeUInt16LE(16, 34);
	header.write('data', 36);
	header.writeUInt32LE(dataBytes, 40);
	return header;
}

/** A loud noise that is the same each time: nobody takes it for silence. */
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
	await writeRepeated(file, wavHeader(data), noise(BLOCK_BYTES), data);
}

/** MP3 of a constant 192 kbit/s, without tags: a minute again and again, so always whole frames. */
async function writeMp3(file: string, bytes: number): Promise<void> {
	const unitFile = path.join(path.dirname(file), 'minute.mp3');
	if (!existsSync(unitFile)) {
		const wav = path.join(path.dirname(file), 'minute.wav');
		await writeWav(wav, HEADER_BYTES + 60 * SAMPLE_RATE * FRAME_BYTES);
		await ffmpeg(
			...['-i', wav, '-b:a', '192k', '-write_xing', '0', '-id3v2_version', '0'],
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

/** The files that audio work is done with; made when they are asked for the first time. */
export async function audioFiles(
	folder: string,
	{ container, bytes, pieces }: AudioWork,
): Promise<{ files: string[]; bytes: number }> {
	const own = path.join(folder, 'input');
	await mkdir(own, { recursive: true });
	const files: string[] = [];
	let total = 0;
	for (let index = 0; index < pieces; index += 1) {
		const file = path.join(own, `${bytes}-${pieces}-${index}.${container}`);
		if (!existsSync(file)) await (container === 'wav' ? writeWav : writeMp3)(file, bytes / pieces);
		const handle = await open(file);
		total += (await handle.stat()).size;
		await handle.close();
		files.push(file);
	}
	return { files, bytes: total };
}

/** A voice sample of this size: WAV. */
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
