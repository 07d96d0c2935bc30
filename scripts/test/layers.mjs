import console from 'node:console';
import path from 'node:path';

import { runJest } from './jest.mjs';
import { packageChecks } from './package.mjs';
import { runShown } from './run-shown.mjs';

/**
 * @typedef {object} Context
 * @property {string} root
 * @property {string} cache
 * @property {string} logs
 * @property {string} node Node 24.
 * @property {NodeJS.ProcessEnv} env With that Node.js first on the path.
 * @property {Map<string, string[]>} files Test files to run by layer; all if a layer has none.
 * @property {string | undefined} testName Pattern for the names of tests to run.
 *
 * @typedef {{ passed: number, failed: number }} Counts
 *
 * @typedef {object} Layer
 * @property {string} name
 * @property {string} title
 * @property {boolean} [needsN8n] Needs the pinned n8n.
 * @property {boolean} [needsBuild] Loads `dist`, so the build runs first.
 * @property {(context: Context) => Promise<Counts>} run
 *
 * @typedef {object} Check
 * @property {string} name
 * @property {(context: Context) => Promise<boolean>} run Whether it passed.
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
 * Runs every check, also after a failure. Each counts as one test.
 * @param {(context: Context) => Promise<Check[]> | Check[]} checksOf
 * @returns {Layer['run']}
 */
const checks = (checksOf) => async (context) => {
	const counts = { passed: 0, failed: 0 };
	for (const check of await checksOf(context)) {
		const passed = await check.run(context);
		console.log(`${passed ? 'ok    ' : 'FAILED'} ${check.name}`);
		counts[passed ? 'passed' : 'failed']++;
	}
	return counts;
};

const TSCONFIGS = ['.', 'playground', 'scripts', 'tools', 'test', 'bench'];

/** @type {Layer['run']} */
const types = checks(() =>
	TSCONFIGS.map((folder) => tool(`tsc -p ${folder}`, 'typescript/bin/tsc', '-p', folder, '--noEmit')),
);

/** @type {Layer['run']} */
const lint = checks(() => [
	tool('eslint', 'eslint/bin/eslint.js', '.'),
	tool('prettier', 'prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'),
	tool('knip', 'knip/bin/knip.js', '--config', 'knip.config.mjs'),
]);

/** @type {Layer['run']} */
const build = checks(() => [tool('gulp build', 'gulp/bin/gulp.js', 'build')]);

/**
 * @param {string} name @param {string} title @param {Pick<Layer, 'needsN8n' | 'needsBuild'>} [needs]
 * @returns {Layer}
 */
const jest = (name, title, needs = {}) => ({
	name,
	title,
	...needs,
	run: (context) => runJest(context, name),
});

const BUILT = { needsN8n: true, needsBuild: true };

/** In the order they run: fast ones first. @type {Layer[]} */
export const LAYERS = [
	{ name: 'types', title: 'TypeScript', needsN8n: true, run: types },
	{ name: 'lint', title: 'ESLint, Prettier and Knip', needsN8n: true, run: lint },
	{ name: 'build', title: 'the package', run: build },
	{
		name: 'scan',
		title: "n8n's package scanner and the contents of the tarball",
		needsBuild: true,
		run: checks(packageChecks),
	},
	jest('unit', 'modules without n8n', { needsN8n: true }),
	jest('contract', 'requests and errors against the OpenAPI contracts', BUILT),
	jest('playground', 'the simulated providers'),
	jest('nodes', "the nodes in n8n's own engine", BUILT),
	jest('e2e', 'the packed package in a real n8n', BUILT),
];

/** Layers that run test files of a folder of the same name. */
export const JEST_LAYERS = ['unit', 'contract', 'playground', 'nodes', 'e2e'];

/**
 * The layers to run, in order: the selected ones and the build if one of them needs it; all if none is selected.
 * @param {string[]} selected
 * @returns {Layer[]}
 */
export function layersToRun(selected) {
	if (selected.length === 0) return LAYERS;
	const chosen = LAYERS.filter(({ name }) => selected.includes(name));
	const needsBuild = chosen.some((layer) => layer.needsBuild);
	return LAYERS.filter((layer) => chosen.includes(layer) || (needsBuild && layer.name === 'build'));
}
