// @ts-check
/**
 * The entry of `npm test`: makes the checkout ready and runs the layers in order, or those that are named.
 *
 *     npm test [-- unit nodes]
 */
import console from 'node:console';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

import { checkNode } from './setup/check-node.mjs';

checkNode();
const { runMain, setUp } = await import('./setup/index.mjs');
const { environmentWith, npmProgram } = await import('./setup/run.mjs');
const { LAYERS } = await import('./test/layers.mjs');
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

const named = process.argv.slice(2);
const unknown = named.filter((name) => !LAYERS.some((layer) => layer.name === name));
if (unknown.length > 0) {
	console.error(`There is no test layer named ${unknown.join(', ')}.`);
	console.error(`The layers are: ${LAYERS.map(({ name }) => name).join(', ')}.`);
	process.exit(2);
}

await runMain(async () => {
	const { layout, node } = await setUp(root);
	const env = environmentWith(node.program, { npm_execpath: npmProgram() });
	/** @type {import('./test/layers.mjs').Context} */
	const context = { root, logs: layout.logs, cache: layout.cache, node: node.program, env };
	let passed = 0;
	let failed = 0;
	/** @type {string[]} */
	const summary = [];
	for (const layer of LAYERS.filter(({ name }) => named.length === 0 || named.includes(name))) {
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
