/**
 * Entry point of `npm run bench`: prepares the checkout, builds the package, then measures in Node 24, which runs
 * TypeScript directly.
 */
import { spawn } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

import { checkNode } from '../scripts/setup/check-node.mjs';

checkNode();
const { runMain, setUp } = await import('../scripts/setup/index.mjs');
const { environmentWith, runNpm } = await import('../tools/npm.mjs');
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

await runMain(async () => {
	const { layout, node } = await setUp(root);
	await runNpm(['run', 'build'], {
		cwd: root,
		log: path.join(layout.logs, 'bench-build.log'),
		node: node.program,
	});
	const args = [path.join(root, 'bench', 'main.ts'), ...process.argv.slice(2)];
	const bench = spawn(node.program, args, {
		cwd: root,
		env: environmentWith(node.program),
		stdio: 'inherit',
	});
	// Ctrl-C reaches the benchmark too; it stops what it started.
	for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
		process.removeAllListeners(signal).on(signal, () => signal === 'SIGINT' || bench.kill('SIGTERM'));
	}
	bench.once('exit', (code) => process.exit(code ?? 1));
});
