import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { runNpm } from '../npm.mjs';

function nameOf(root: string): string {
	const manifest: unknown = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
	if (typeof manifest === 'object' && manifest !== null && 'name' in manifest) return String(manifest.name);
	throw new Error(`No name in ${root}/package.json`);
}

/** Installs the tarball where n8n's community nodes screen would, beside what is installed there. */
export async function installPackage({
	root,
	tarball,
	userFolder,
	log,
}: {
	root: string;
	tarball: string;
	userFolder: string;
	log: string;
}): Promise<void> {
	const folder = path.join(userFolder, '.n8n', 'nodes');
	mkdirSync(folder, { recursive: true });
	const manifest = path.join(folder, 'package.json');
	if (!existsSync(manifest)) {
		writeFileSync(manifest, JSON.stringify({ name: 'installed-nodes', private: true, dependencies: {} }));
	}
	// The version stays the same while the content changes; npm would report a damaged download.
	const stale = [`node_modules/${nameOf(root)}`, 'node_modules/.package-lock.json', 'package-lock.json'];
	for (const name of stale) rmSync(path.join(folder, name), { recursive: true, force: true });
	const options = ['--legacy-peer-deps', '--ignore-scripts', '--prefer-offline'];
	await runNpm(['install', ...options, tarball], { cwd: folder, log });
}
