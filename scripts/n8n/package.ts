import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import type { Toolchain } from './toolchain.ts';

const QUIET = ['--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'];

/** Runs npm under Node 24 and returns what it printed; a failure shows all that it printed. */
async function runNpm({ node, npm }: Toolchain, cwd: string, args: string[]): Promise<string> {
	return await new Promise((resolve, reject) => {
		const limits = { cwd, maxBuffer: 16e6, encoding: 'utf8' } as const;
		execFile(node, [npm, ...args, ...QUIET], limits, (error, stdout, stderr) => {
			if (error === null) resolve(stdout);
			else reject(new Error(`npm ${args.join(' ')} failed:\n${stdout}${stderr}`.trimEnd()));
		});
	});
}

/** Builds the package as it is now. */
export async function buildPackage(tools: Toolchain): Promise<void> {
	await runNpm(tools, tools.root, ['run', 'build']);
}

/** Packs the built package, as `npm publish` would, into a folder. Returns the tarball. */
export async function packPackage(tools: Toolchain, into: string): Promise<string> {
	rmSync(into, { recursive: true, force: true });
	mkdirSync(into, { recursive: true });
	const printed = await runNpm(tools, tools.root, ['pack', '--ignore-scripts', '--pack-destination', into]);
	const file = printed.trim().split('\n').at(-1) ?? '';
	return path.join(into, file);
}

function nameOf(root: string): string {
	const manifest: unknown = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
	if (typeof manifest === 'object' && manifest !== null && 'name' in manifest) return String(manifest.name);
	throw new Error(`No name in ${root}/package.json`);
}

/** Installs the tarball where n8n's own community-package screen would, beside what is installed there. */
export async function installPackage(
	tools: Toolchain,
	{ tarball, userFolder }: { tarball: string; userFolder: string },
): Promise<void> {
	const folder = path.join(userFolder, '.n8n', 'nodes');
	mkdirSync(folder, { recursive: true });
	const manifest = path.join(folder, 'package.json');
	if (!existsSync(manifest)) {
		writeFileSync(manifest, JSON.stringify({ name: 'installed-nodes', private: true, dependencies: {} }));
	}
	// The version stays the same while the content changes, which npm would take for a damaged download.
	for (const stale of [
		`node_modules/${nameOf(tools.root)}`,
		'node_modules/.package-lock.json',
		'package-lock.json',
	]) {
		rmSync(path.join(folder, stale), { recursive: true, force: true });
	}
	await runNpm(tools, folder, [
		'install',
		'--legacy-peer-deps',
		'--ignore-scripts',
		'--prefer-offline',
		tarball,
	]);
}
