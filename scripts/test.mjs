/**
 * Entry point of `npm test`: prepares the checkout, then runs all layers or the selected ones. `npm test -- --help` prints
 * the usage.
 */
import console from 'node:console';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

import { checkNode } from './setup/check-node.mjs';

checkNode();
const { runMain, setUp } = await import('./setup/index.mjs');
const { environmentWith, npmProgram } = await import('../tools/npm.mjs');
const { layersToRun } = await import('./test/layers.mjs');
const { readOptions, UsageError } = await import('./test/options.mjs');
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

function optionsOrExit() {
	try {
		return readOptions(process.argv.slice(2));
	} catch (error) {
		if (!(error instanceof UsageError)) throw error;
		console.error(error.message);
		process.exit(2);
	}
}

const { layers: selected, ...filter } = optionsOrExit();
const layers = layersToRun(selected);

await runMain(async () => {
	const { layout, node } = await setUp(root, { n8n: layers.some(({ needsN8n }) => needsN8n) });
	const env = environmentWith(node.program, { npm_execpath: npmProgram() });
	/** @type {import('./test/layers.mjs').Context} */
	const context = { root, logs: layout.logs, cache: layout.cache, node: node.program, env, ...filter };
	let passed = 0;
	let failed = 0;
	/** @type {string[]} */
	const summary = [];
	for (const layer of layers) {
		console.log(`\n=== ${layer.name}: ${layer.title}`);
		const started = Date.now();
		const result = await layer.run(context);
		const seconds = ((Date.now() - started) / 1000).toFixed(1);
		const line = `${layer.name.padEnd(11)} ${result.passed} passed, ${result.failed} failed, ${seconds} s`;
		summary.push(line);
		console.log(`--- ${line}`);
		passed += result.passed;
		failed += result.failed;
	}
	console.log(`\n${summary.join('\n')}`);
	console.log(`\n${passed} passed, ${failed} failed`);
	process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
});
