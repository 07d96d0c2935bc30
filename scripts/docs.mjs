// @ts-check
/** Entry point of `npm run docs`: writes the generated parts of all pages, in Node 24, which runs TypeScript directly. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

import { checkNode } from './setup/check-node.mjs';

checkNode();
const { runMain, setUp } = await import('./setup/index.mjs');
const { environmentWith } = await import('../tools/npm.mjs');
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

await runMain(async () => {
	const { node } = await setUp(root);
	for (const script of ['scripts/docs.ts', 'playground/readmeTables.ts']) {
		const args = [path.join(root, script), ...process.argv.slice(2)];
		const { status } = spawnSync(node.program, args, {
			cwd: root,
			env: environmentWith(node.program),
			stdio: 'inherit',
		});
		if (status !== 0) process.exitCode = status ?? 1;
	}
});
