/**
 * Entry point of `npm start`: prepares the checkout, then runs the demo in Node 24, which runs TypeScript directly.
 */
import { spawn } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

import { checkNode } from './setup/check-node.mjs';

checkNode();
const { runMain, setUp } = await import('./setup/index.mjs');
const { environmentWith, npmProgram } = await import('../tools/npm.mjs');
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

await runMain(async () => {
	const { node } = await setUp(root);
	const args = [path.join(root, 'scripts', 'demo.ts'), ...process.argv.slice(2)];
	const env = environmentWith(node.program, { npm_execpath: npmProgram() });
	const demo = spawn(node.program, args, { cwd: root, env, stdio: 'inherit' });
	// Ctrl-C reaches the demo too; it stops what it started and sets the exit code.
	process.removeAllListeners('SIGINT').on('SIGINT', () => undefined);
	for (const signal of /** @type {const} */ (['SIGTERM', 'SIGHUP'])) {
		process.removeAllListeners(signal).on(signal, () => demo.kill('SIGTERM'));
	}
	demo.once('exit', (code) => process.exit(code ?? 1));
});
