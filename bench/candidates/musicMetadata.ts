import { audioFiles } from '../audio/files.ts';
import type { Prepare } from '../work.ts';
import { unsuitable } from './wire.ts';

/** The library music-metadata, configured to find the exact duration. */
export async function loadMusicMetadata(folder: string): Promise<Prepare> {
	const { parseFile } = await import('music-metadata');
	return async (work) => {
		if (work.kind !== 'audio' || work.task !== 'inspect') throw unsuitable('music-metadata', work);
		const { files, bytes } = await audioFiles(folder, work);
		return async () => {
			for (const file of files) {
				const { format } = await parseFile(file, { duration: true });
				if (format.duration === undefined) throw new Error('music-metadata found no duration');
			}
			return { files: [], results: 1, bytes };
		};
	};
}
