import { spawn } from 'node:child_process';
import console from 'node:console';
import process from 'node:process';

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();

/** Stops the running programs when this process is interrupted. */
function stopWithUs() {
	for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
		process.removeAllListeners(signal).once(signal, () => {
			for (const child of running) child.kill('SIGTERM');
			process.exit(130);
		});
	}
}

/**
 * Runs a program with Node 24 and shows its output.
 * @param {import('./layers.mjs').Context} context @param {string[]} args
 * @returns {Promise<boolean>} Whether it succeeded.
 */
export async function runShown({ root, node, env }, args) {
	if (running.size === 0) stopWithUs();
	const child = spawn(node, args, { cwd: root, env, stdio: 'inherit' });
	running.add(child);
	try {
		return await new Promise((resolve) => {
			child.once('error', (error) => {
				console.error(error.message);
				resolve(false);
			});
			child.once('exit', (code) => {
				resolve(code === 0);
			});
		});
	} finally {
		running.delete(child);
	}
}
