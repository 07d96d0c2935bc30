import fs from 'node:fs';
import path from 'node:path';

import { installFromLock } from '../../tools/npm.mjs';
import { requireSpace } from './disk.mjs';
import { isInstalled, packageCounter } from './packages.mjs';
import { step } from './progress.mjs';

/**
 * Installs the project's own dependencies, unless node_modules matches the lockfile.
 * @param {import('./layout.mjs').Layout} layout
 */
export async function ensureProject({ root, cache, logs }) {
	// npm keeps the record of the previous installation until the next one is complete; this file marks one that is not.
	const unfinished = path.join(cache, 'project-install-unfinished');
	if (!fs.existsSync(unfinished) && isInstalled(root)) return;
	requireSpace(root, 1, "the project's dependencies");
	fs.writeFileSync(unfinished, '');
	await step(
		"Installing the project's dependencies",
		() => installFromLock({ cwd: root, log: path.join(logs, 'project.log') }),
		packageCounter(root),
	);
	fs.rmSync(unfinished);
}
