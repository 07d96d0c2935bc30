import path from 'node:path';

import { ffmpeg } from '../../tools/ffmpeg.ts';
import { audioFiles, concatList } from '../audio/files.ts';
import type { Prepare } from '../work.ts';
import { unsuitable } from './wire.ts';

/** `ffmpeg -c copy`: reads every packet and decodes nothing. The time includes the start of its process. */
export function loadFfmpeg(folder: string): Prepare {
	return async (work) => {
		if (work.kind !== 'audio') throw unsuitable('ffmpeg', work);
		const { files, bytes } = await audioFiles(folder, work);
		if (work.task === 'inspect') {
			return async () => {
				for (const file of files) await ffmpeg('-v', 'error', '-i', file, '-c', 'copy', '-f', 'null', '-');
				return { files: [], results: 1, bytes };
			};
		}
		const [list, result] = [await concatList(folder, files), path.join(folder, `joined.${work.container}`)];
		return async () => {
			await ffmpeg('-v', 'error', '-f', 'concat', '-safe', '0', '-i', list, '-c', 'copy', result);
			return { files: [result] };
		};
	};
}
