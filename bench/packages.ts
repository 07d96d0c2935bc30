import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { runNpm } from '../tools/npm.mjs';

/** Community packages for media, whose load time is compared with ours. */
export const PACKAGES = ['@elevenlabs/n8n-nodes-elevenlabs', '@cloudconvert/n8n-nodes-cloudconvert'] as const;

export interface Installed {
	name: string;
	version: string;
	folder: string;
}

/** Installs the packages without running their scripts, into a folder that is deleted when this process exits. */
export async function installPackages(log: string): Promise<Installed[]> {
	const folder = mkdtempSync(path.join(tmpdir(), 'bench-packages-'));
	process.on('exit', () => {
		rmSync(folder, { recursive: true, force: true });
	});
	writeFileSync(path.join(folder, 'package.json'), '{ "private": true }');
	const installed: Installed[] = [];
	for (const name of PACKAGES) {
		try {
			await runNpm(['install', name, '--ignore-scripts', '--legacy-peer-deps'], { cwd: folder, log });
		} catch {
			console.error(`Skipping ${name}: it could not be installed. See ${log}`);
			continue;
		}
		const own = path.join(folder, 'node_modules', name);
		const { version } = JSON.parse(readFileSync(path.join(own, 'package.json'), 'utf8')) as {
			version: string;
		};
		installed.push({ name, version, folder: own });
	}
	return installed;
}
