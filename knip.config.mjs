import { readFileSync } from 'node:fs';
import { URL } from 'node:url';

/** @typedef {{ n8n: { nodes: string[], credentials: string[] } }} Manifest */

/** @type {(text: string) => Manifest} */
const parse = JSON.parse;
const { n8n } = parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));

/** The source of a built file. @param {string} file */
const sourceOf = (file) => file.replace(/^dist\//, '').replace(/\.js$/, '.ts');

/** @type {import('knip').KnipConfig} */
export default {
	entry: [
		// n8n loads these.
		...[...n8n.nodes, ...n8n.credentials].map(sourceOf),
		'gulpfile.js',
		'scripts/*.{mjs,ts}',
		// Programs that run in a process of their own.
		'scripts/test/scan.mjs',
		'tools/keeper.mjs',
		'bench/{run.mjs,main.ts,worker.ts,requireAll.ts}',
		'playground/{main,readmeTables}.ts',
		'playground/speech/worker.ts',
	],
	project: ['{nodes,credentials,scripts,tools,bench,playground,test}/**/*.{ts,mjs}', '*.{js,mjs}'],
	// An interface may be exported together with the type that uses it.
	ignoreExportsUsedInFile: { interface: true, type: true },
	ignoreDependencies: [
		// Part of the pinned n8n: see runtime/package.json.
		'n8n-core',
		'@n8n/di',
		// Started by path.
		'jest',
		'@n8n/scan-community-package',
	],
};
