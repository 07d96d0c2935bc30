import path from 'node:path';

import { N8n } from '../n8n.ts';
import type { Candidate, Prepare } from '../work.ts';
import { loadFfmpeg } from './ffmpeg.ts';
import { loadHttpRequest } from './httpRequest.ts';
import { loadMusicMetadata } from './musicMetadata.ts';
import { loadOurAudio } from './ourAudio.ts';
import { loadOurs } from './ours.ts';
import { loadRequire } from './require.ts';
import { loadUndici } from './undici.ts';

/** Loads only what the candidate needs, so that the memory of its process is the candidate's. */
export async function loadCandidate(
	name: Candidate,
	{ packageFolder, folder }: { packageFolder: string; folder: string },
): Promise<Prepare> {
	switch (name) {
		case 'undici':
			return loadUndici(folder);
		case 'ourAudio':
			return loadOurAudio(packageFolder, folder);
		case 'ffmpeg':
			return loadFfmpeg(folder);
		case 'musicMetadata':
			return await loadMusicMetadata(folder);
		case 'require':
			return loadRequire();
		case 'ours':
			return loadOurs(await N8n.load(packageFolder, path.join(folder, 'n8n')), folder);
		case 'httpRequest':
			return loadHttpRequest(await N8n.load(packageFolder, path.join(folder, 'n8n')), folder);
	}
}
