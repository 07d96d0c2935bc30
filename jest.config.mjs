import path from 'node:path';

const root = import.meta.dirname;

/** The pinned n8n, which `npm test` installs. */
const runtime = path.join(root, '.cache', 'n8n', 'node_modules');

/**
 * @param {string} displayName Name of the layer and of its folder in `test`.
 * @param {object} more
 */
const project = (displayName, more = {}) => ({
	displayName,
	rootDir: root,
	roots: [`<rootDir>/test/${displayName}`],
	testEnvironment: 'node',
	transform: {
		'^.+\\.(ts|mjs)$': [
			'@swc/jest',
			{ jsc: { parser: { syntax: 'typescript' }, target: 'es2023' }, module: { type: 'commonjs' } },
		],
	},
	transformIgnorePatterns: ['/node_modules/', '/dist/', '/\\.cache/'],
	...more,
});

/** Tests and n8n-core must load one copy of n8n-workflow. */
const insideN8n = {
	moduleNameMapper: {
		'^(n8n-core|n8n-workflow|reflect-metadata|@n8n/di)$': path.join(runtime, '$1'),
	},
	setupFiles: ['<rootDir>/test/support/n8nCoreEnvironment.ts'],
};

export default {
	testTimeout: 30_000,
	projects: [
		project('unit'),
		project('contract', insideN8n),
		project('playground'),
		project('nodes', insideN8n),
		project('e2e'),
	],
};
