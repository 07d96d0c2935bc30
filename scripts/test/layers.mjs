// @ts-check
import console from 'node:console';
import fs from 'node:fs';
import path from 'node:path';

import { runJest } from './jest.mjs';
import { packageChecks } from './package.mjs';
import { runShown } from './run-shown.mjs';

/**
 * @typedef {object} Context
 * @property {string} root
 * @property {string} cache
 * @property {string} logs
 * @property {string} node a Node 24
 * @property {NodeJS.ProcessEnv} env with that Node first on the path
 *
 * @typedef {{ passed: number, failed: number }} Counts
 *
 * @typedef {object} Layer
 * @property {string} name
 * @property {string} title
 * @property {(context: Context) => Promise<Counts>} run
 *
 * @typedef {object} Check
 * @property {string} name
 * @property {(context: Context) => Promise<boolean>} run whether it passed
 */

/**
 * A check that runs a program of node_modules.
 * @param {string} name @param {string} program @param {...string} args
 * @returns {Check}
 */
const tool = (name, program, ...args) => ({
	name,
	run: (context) => runShown(context, [path.join(context.root, 'node_modules', program), ...args]),
});

/**
 * Runs every check, the ones after a failure too; each counts as one test.
 * @param {(context: Context) => Promise<Check[]> | Check[]} checksOf
 * @returns {Layer['run']}
 */
const checks = (checksOf) => async (context) => {
	const counts = { passed: 0, failed: 0 };
	for (const check of await checksOf(context)) {
		const good = await check.run(context);
		console.log(`${good ? 'ok    ' : 'FAILED'} ${check.name}`);
		counts[good ? 'passed' : 'failed']++;
	}
	return counts;
};

const TSCONFIGS = ['.', 'playground', 'scripts', 'test', 'bench'];

/** @type {Layer['run']} */
const types = checks(({ root }) =>
	TSCONFIGS.filter((folder) => fs.existsSync(path.join(root, folder, 'tsconfig.json'))).map((folder) =>
		tool(`tsc -p ${folder}`, 'typescript/bin/tsc', '-p', folder, '--noEmit'),
	),
);

/** @type {Layer['run']} */
const lint = checks(() => [
	tool('eslint', 'eslint/bin/eslint.js', '.'),
	tool('prettier', 'prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'),
]);

/** @type {Layer['run']} */
const build = checks(() => [tool('gulp build', 'gulp/bin/gulp.js', 'build')]);

/**
 * @param {string} name @param {string} title
 * @returns {Layer}
 */
const jest = (name, title) => ({ name, title, run: (context) => runJest(context, name) });

/** In the order they run: what fails fast comes first, and the build before what needs it. @type {Layer[]} */
export const LAYERS = [
	{ name: 'types', title: 'the type checker, on every part', run: types },
	{ name: 'lint', title: 'ESLint and Prettier', run: lint },
	{ name: 'build', title: 'the package', run: build },
	{ name: 'scan', title: "n8n's package scanner, and what is in the tarball", run: checks(packageChecks) },
	jest('unit', 'parts by themselves'),
	jest('contract', 'requests and errors against the OpenAPI contracts'),
	jest('playground', 'the simulated providers'),
	jest('nodes', "the nodes in n8n's own engine"),
	jest('e2e', 'the packed package in a real n8n'),
];
