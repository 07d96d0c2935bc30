import path from 'node:path';

import { N8n } from '../n8n/engine.ts';
import type { Candidate, Speak } from '../work.ts';
import { loadHttpRequest } from './httpRequest.ts';
import { loadOurs } from './ours.ts';
import { loadUndici } from './undici.ts';

/** Loads only what the candidate needs, so that the memory of its process is its own. */
export async function loadCandidate(
	name: Candidate,
	{ packageFolder, folder }: { packageFolder: string; folder: string },
): Promise<Speak> {
	if (name === 'undici') return loadUndici(folder);
	const n8n = await N8n.load(packageFolder, path.join(folder, 'n8n'));
	return name === 'ours' ? loadOurs(n8n) : loadHttpRequest(n8n);
}
