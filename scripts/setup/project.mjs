// @ts-check
import fs from 'node:fs';
import path from 'node:path';

import { needSpace } from './disk.mjs';
import { isInstalled, packageCounter } from './packages.mjs';
import { step } from './progress.mjs';
import { installFromLock } from './run.mjs';

/**
 * Installs the project's own dependencies, unless what is there is what the lock file says.
 * @param {import('./layout.mjs').Layout} layout
 */
export async function ensureProject({ root, cache, logs }) {
	// npm leaves its own record of an install until the next one is complete; this tells a broken one.
	const unfinished = path.join(cache, 'project-install-unfinished');
	if (!fs.existsSync(unfinished) && isInstalled(root)) return;
	needSpace(root, 1, "the project's dependencies");
	fs.writeFileSync(unfinished, '');
	await step(
		"Installing the project's dependencies",
		() => installFromLock({ cwd: root, log: path.join(logs, 'project.log') }),
		packageCounter(root),
	);
	fs.rmSync(unfinished);
}
