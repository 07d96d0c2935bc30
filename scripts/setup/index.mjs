// @ts-check
import console from 'node:console';
import fs from 'node:fs';
import process from 'node:process';

import { SetupError } from './failure.mjs';
import { layoutOf } from './layout.mjs';
import { alone } from './mutex.mjs';
import { ensureN8n } from './n8n.mjs';
import { ensureNode24 } from './node24.mjs';
import { ensureProject } from './project.mjs';

/**
 * Makes a checkout ready: its dependencies, Node 24 and n8n. Does nothing for what is already there.
 * @param {string} root
 * @returns {Promise<{ layout: import('./layout.mjs').Layout, node: import('./node24.mjs').Node24 }>}
 */
export async function setUp(root) {
	const layout = layoutOf(root);
	fs.mkdirSync(layout.logs, { recursive: true });
	const work = async () => {
		await ensureProject(layout);
		const node = await ensureNode24(layout);
		await ensureN8n(layout, node);
		return { layout, node };
	};
	return await alone(layout.lockFile, work, (pid) => {
		console.log(`Another run (process ${pid}) is setting up; waiting for it ...`);
	});
}

/**
 * Runs a program; a failure that was foreseen is told in plain words.
 * @param {() => Promise<void>} main
 */
export async function runMain(main) {
	try {
		await main();
	} catch (error) {
		if (!(error instanceof SetupError)) throw error;
		console.error(`\n${error.message}`);
		process.exit(1);
	}
}
