import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Media packages of the community whose load time is compared with ours. */
export const PACKAGES = ['@elevenlabs/n8n-nodes-elevenlabs', '@cloudconvert/n8n-nodes-cloudconvert'] as const;

export interface Installed {
	name: string;
	version: string;
	folder: string;
}

/** Installs what the registry has of the packages, into a folder that goes with this process. No script of theirs runs. */
export async function installPackages(): Promise<Installed[]> {
	const folder = mkdtempSync(path.join(tmpdir(), 'bench-packages-'));
	process.on('exit', () => {
		rmSync(folder, { recursive: true, force: true });
	});
	writeFileSync(path.join(folder, 'package.json'), '{ "private": true }');
	const installed: Installed[] = [];
	for (const name of PACKAGES) {
		try {
			const options = ['--ignore-scripts', '--legacy-peer-deps', '--no-audit', '--no-fund'];
			await run('npm', ['install', name, ...options], { cwd: folder, shell: process.platform === 'win32' });
		} catch {
			console.error(`${name} cannot be installed, and is left out`);
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
