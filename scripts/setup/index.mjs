import console from 'node:console';
import fs from 'node:fs';
import process from 'node:process';

import { SetupError } from '../../tools/failure.mjs';
import { stopPrograms } from '../../tools/npm.mjs';
import { layoutOf } from './layout.mjs';
import { withLock } from './mutex.mjs';
import { ensureN8n } from './n8n.mjs';
import { ensureNode24 } from './node24.mjs';
import { ensureProject } from './project.mjs';

/**
 * Prepares a checkout: installs its dependencies, Node 24 and n8n, unless they are installed.
 * @param {string} root @param {{ n8n?: boolean }} [needs]
 * @returns {Promise<{ layout: import('./layout.mjs').Layout, node: import('./node24.mjs').Node24 }>}
 */
export async function setUp(root, { n8n = true } = {}) {
	const layout = layoutOf(root);
	fs.mkdirSync(layout.logs, { recursive: true });
	const work = async () => {
		await ensureProject(layout);
		const node = await ensureNode24(layout);
		if (n8n) await ensureN8n(layout, node);
		return { layout, node };
	};
	return await withLock(layout.lockFile, work, (pid) => {
		console.log(`Waiting for another setup (process ${pid}) to finish ...`);
	});
}

/**
 * Runs a program. An expected failure is reported without a stack trace, and an interrupted program first stops what
 * it started.
 * @param {() => Promise<void>} main
 */
export async function runMain(main) {
	for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
		process.once(signal, () => {
			console.error('\nStopping ... The next run continues from here.');
			void stopPrograms().then(() => process.exit(130));
		});
	}
	try {
		await main();
	} catch (error) {
		if (!(error instanceof SetupError)) throw error;
		console.error(`\n${error.message}`);
		process.exit(1);
	}
}
