import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';

import { SetupError } from '../../tools/failure.mjs';
import { installFromLock, runNode, runNpm } from '../../tools/npm.mjs';
import { requireSpace } from './disk.mjs';
import { packageCounter } from './packages.mjs';
import { step } from './progress.mjs';

const MANIFESTS = ['package.json', 'package-lock.json'];
/** The native modules that n8n needs to start; the others are optional. */
const NATIVE = ['sqlite3', 'isolated-vm'];

/**
 * Installs the pinned n8n, unless it is installed.
 * @param {import('./layout.mjs').Layout} layout @param {import('./node24.mjs').Node24} node
 */
export async function ensureN8n({ root, n8nHome, logs }, node) {
	const hash = createHash('sha256').update(`${node.version} ${process.platform}-${process.arch}`);
	for (const name of MANIFESTS) hash.update(fs.readFileSync(path.join(root, 'runtime', name)));
	const wanted = hash.digest('hex');
	// Written last, so an interrupted installation is never mistaken for a complete one.
	const stamp = path.join(n8nHome, 'installed.txt');
	if (fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === wanted) return;

	requireSpace(root, 4, 'n8n');
	fs.rmSync(stamp, { force: true });
	if (fs.lstatSync(n8nHome, { throwIfNoEntry: false })?.isSymbolicLink()) fs.rmSync(n8nHome);
	fs.mkdirSync(n8nHome, { recursive: true });
	for (const name of MANIFESTS) fs.copyFileSync(path.join(root, 'runtime', name), path.join(n8nHome, name));

	const run = {
		cwd: n8nHome,
		log: path.join(logs, 'n8n.log'),
		node: node.program,
		// Overrides a `nodedir` in the user's npm settings, which points to the headers of another Node.js.
		...(node.headers === undefined ? {} : { env: { npm_config_nodedir: node.headers } }),
	};
	await step(
		'Installing n8n (2.6 GB, two to five minutes, only once)',
		() => installFromLock(run),
		packageCounter(n8nHome),
	);
	await step("Building n8n's native modules (about a minute if they must be compiled)", async () => {
		for (const name of NATIVE) await runNpm(['rebuild', name, '--ignore-scripts=false'], run);
		await checkNative(run);
	});
	fs.writeFileSync(stamp, wanted);
}

/**
 * npm can succeed without building anything, for example if its settings disable install scripts.
 * @param {import('../../tools/npm.mjs').RunOptions} run
 */
async function checkNative(run) {
	for (const name of NATIVE) {
		const { code } = await runNode(['--no-node-snapshot', '-e', `require('${name}')`], run);
		if (code !== 0) {
			throw new SetupError(`n8n's native module ${name} was not built. For the reason, see ${run.log}`);
		}
	}
}
