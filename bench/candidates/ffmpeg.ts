import path from 'node:path';

import { ffmpeg } from '../audio/ffmpeg.ts';
import { audioFiles, concatList } from '../audio/files.ts';
import type { Prepare } from '../work.ts';
import { unsuitable } from './wire.ts';

/** `ffmpeg -c copy`: reads every packet and decodes nothing. It is a process of its own, whose start counts. */
export function loadFfmpeg(folder: string): Prepare {
	return async (work) => {
		if (work.kind !== 'audio') throw unsuitable('ffmpeg', work);
		const { files, bytes } = await audioFiles(folder, work);
		if (work.task === 'inspect') {
			return async () => {
				for (const file of files) await ffmpeg('-i', file, '-c', 'copy', '-f', 'null', '-');
				return { files: [], results: 1, bytes };
			};
		}
		const [list, result] = [await concatList(folder, files), path.join(folder, `joined.${work.container}`)];
		return async () => {
			await ffmpeg('-f', 'concat', '-safe', '0', '-i', list, '-c', 'copy', result);
			return { files: [result] };
		};
	};
}
