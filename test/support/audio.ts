import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import type { AudioInspector } from '../../nodes/shared/audio/types';
import { ffmpegProgram } from '../../tools/ffmpeg.ts';

const run = promisify(execFile);
const MAX_OUTPUT_BYTES = 256 * 1024 * 1024;

const source = (seconds: number) => [
	...['-v', 'error', '-y', '-f', 'lavfi', '-i'],
	`sine=frequency=440:duration=${seconds}`,
];

/** Creates audio of a tone with ffmpeg, through a pipe. */
export function makeAudio(seconds: number, outputOptions: string[]): Buffer {
	const { stdout, stderr, status } = spawnSync(ffmpegProgram(), [...source(seconds), ...outputOptions, '-'], {
		maxBuffer: MAX_OUTPUT_BYTES,
	});
	if (status !== 0) throw new Error(stderr.toString());
	return stdout;
}

/** Creates audio of a tone in a file, so that ffmpeg can go back and write lengths. */
export function makeAudioFile(seconds: number, outputOptions: string[]): Buffer {
	const folder = mkdtempSync(path.join(tmpdir(), 'voice-'));
	try {
		const file = path.join(folder, 'audio');
		const { stderr, status } = spawnSync(ffmpegProgram(), [...source(seconds), ...outputOptions, file]);
		if (status !== 0) throw new Error(stderr.toString());
		return readFileSync(file);
	} finally {
		rmSync(folder, { recursive: true });
	}
}

/** Passes a file to an inspector in pieces of this size. */
export function inspect(inspector: AudioInspector, file: Uint8Array, pieceBytes = 4096) {
	for (let at = 0; at < file.length; at += pieceBytes) inspector.push(file.subarray(at, at + pieceBytes));
	return inspector.end();
}

/** What the package `music-metadata` reports about a file. */
export interface Metadata {
	container?: string;
	/** In seconds. */
	duration?: number;
	/** In hertz. */
	sampleRate?: number;
	numberOfChannels?: number;
	/** Per channel. */
	numberOfSamples?: number;
}

/** Reads the files on the command line, in a process of its own because the package is ESM and Jest is not. */
const READER = `
import { readFile } from 'node:fs/promises';
import { parseBuffer } from 'music-metadata';
const read = async (file) =>
	(await parseBuffer(await readFile(file), undefined, { duration: true, skipCovers: true })).format;
console.log(JSON.stringify(await Promise.all(process.argv.slice(1).map(read))));
`;

/** Reads these files with `music-metadata`. Rejects if one is not audio. */
export async function musicMetadata(files: readonly Uint8Array[]): Promise<Metadata[]> {
	const folder = mkdtempSync(path.join(tmpdir(), 'voice-'));
	try {
		const paths = files.map((bytes, index) => {
			const file = path.join(folder, String(index));
			writeFileSync(file, bytes);
			return file;
		});
		const { stdout } = await run(process.execPath, ['--input-type=module', '-e', READER, '--', ...paths], {
			cwd: path.join(__dirname, '..', '..'),
		});
		return JSON.parse(stdout) as Metadata[];
	} finally {
		rmSync(folder, { recursive: true });
	}
}

/** A file in chunks of this size. */
export async function* chunksOf(file: Uint8Array, chunkBytes = 4096): AsyncGenerator<Uint8Array, void> {
	for (let at = 0; at < file.length; at += chunkBytes) {
		yield await Promise.resolve(file.subarray(at, at + chunkBytes));
	}
}

/** An inspected file, as `joinAudio` requires it. */
export function pieceOf<Layout>(
	inspector: AudioInspector & { layout: () => Layout },
	file: Uint8Array,
	chunkBytes = 4096,
): { layout: Layout; read: () => AsyncIterable<Uint8Array> } {
	inspect(inspector, file, chunkBytes);
	return { layout: inspector.layout(), read: () => chunksOf(file, chunkBytes) };
}

/** Seconds rounded to milliseconds, as in the JSON of an item. */
export const toMilliseconds = (seconds: number): number => Math.round(seconds * 1000) / 1000;

export async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
	const parts: Uint8Array[] = [];
	for await (const chunk of chunks) parts.push(Buffer.from(chunk));
	return Buffer.concat(parts);
}

/** A RIFF chunk, padded to an even length. */
export function riffChunk(id: string, content: Uint8Array, size = content.length): Buffer {
	const header = Buffer.alloc(8);
	header.write(id, 0, 'latin1');
	header.writeUInt32LE(size, 4);
	return Buffer.concat([header, content, Buffer.alloc(content.length % 2)]);
}

/** An MP4 box. `size` is the size that it states; default: its length. */
export function mp4Box(type: string, content: Uint8Array, size = content.length + 8): Buffer {
	const header = Buffer.alloc(8);
	header.writeUInt32BE(size, 0);
	header.write(type, 4, 'latin1');
	return Buffer.concat([header, content]);
}
