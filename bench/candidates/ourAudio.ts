import { createReadStream, createWriteStream } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';

import { audioFiles } from '../audio/files.ts';
import type { AudioWork, Prepare } from '../work.ts';
import { unsuitable } from './wire.ts';

/** The parts of `nodes/shared/audio/inspect` in use. */
interface Inspecting {
	inspectorFor: (container: AudioWork['container']) => {
		push(chunk: Uint8Array): void;
		end(): unknown;
		layout(): unknown;
	};
}

/** The parts of `nodes/shared/audio/join` in use. */
interface Joining {
	joinAudio: (pieces: ReadonlyArray<{ layout: unknown; read: () => AsyncIterable<Uint8Array> }>) => {
		chunks: AsyncIterable<Uint8Array>;
	};
}

/** The inspectors and the joiner of our package, fed from files. */
export function loadOurAudio(packageFolder: string, folder: string): Prepare {
	const load = createRequire(path.join(packageFolder, 'package.json'));
	const { inspectorFor } = load('./dist/nodes/shared/audio/inspect.js') as Inspecting;
	const { joinAudio } = load('./dist/nodes/shared/audio/join.js') as Joining;

	const inspect = async (file: string, container: AudioWork['container']) => {
		const inspector = inspectorFor(container);
		for await (const chunk of createReadStream(file)) inspector.push(chunk as Buffer);
		inspector.end();
		return inspector.layout();
	};

	return async (work) => {
		if (work.kind !== 'audio') throw unsuitable('our audio', work);
		const { files, bytes } = await audioFiles(folder, work);
		if (work.task === 'inspect') {
			return async () => {
				for (const file of files) await inspect(file, work.container);
				return { files: [], results: 1, bytes };
			};
		}
		// The node inspects a file when it stores it.
		const layouts = await Promise.all(files.map((file) => inspect(file, work.container)));
		const result = path.join(folder, `joined.${work.container}`);
		return async () => {
			const pieces = layouts.map((layout, index) => ({
				layout,
				read: () => createReadStream(files[index] ?? '') as AsyncIterable<Uint8Array>,
			}));
			await pipeline(joinAudio(pieces).chunks, createWriteStream(result));
			return { files: [result] };
		};
	};
}
