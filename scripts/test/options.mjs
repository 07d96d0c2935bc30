import path from 'node:path';
import { parseArgs } from 'node:util';

import { JEST_LAYERS, LAYERS } from './layers.mjs';

const USAGE = [
	'Usage: npm test [-- [layer ...] [test file ...] [-t name]]',
	'',
	'  npm test                                          Run everything.',
	'  npm test -- unit nodes                            Run single layers.',
	'  npm test -- test/nodes/faseeh/lists.test.ts       Run single test files.',
	'  npm test -- nodes -t "finds by name"              Run the tests whose name matches.',
	'',
	'Layers, in order:',
	...LAYERS.map(({ name, title }) => `  ${name.padEnd(12)}${title}`),
].join('\n');

/** A mistake on the command line, or a request for help. */
export class UsageError extends Error {}

/** @typedef {{ layers: string[], files: Map<string, string[]>, testName: string | undefined }} TestOptions */

/** @param {string[]} args */
function parse(args) {
	try {
		return parseArgs({
			args,
			options: {
				testNamePattern: { type: 'string', short: 't' },
				help: { type: 'boolean', short: 'h', default: false },
			},
			allowPositionals: true,
		});
	} catch (error) {
		throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
	}
}

/**
 * The layer of a test file: the folder below `test`.
 * @param {string} file
 */
function layerOf(file) {
	const [folder, layer = ''] = path.relative('.', file).split(path.sep);
	return folder === 'test' && JEST_LAYERS.includes(layer) ? layer : undefined;
}

/**
 * Reads the command line. A test file selects its layer.
 * @param {string[]} args
 * @returns {TestOptions}
 */
export function readOptions(args) {
	const { values, positionals } = parse(args);
	if (values.help) throw new UsageError(USAGE);
	const layers = positionals.filter((name) => LAYERS.some((layer) => layer.name === name));
	/** @type {TestOptions['files']} */
	const files = new Map();
	for (const file of positionals.filter((name) => !layers.includes(name))) {
		const layer = layerOf(file);
		if (layer === undefined)
			throw new UsageError(`"${file}" is neither a layer nor a test file.\n\n${USAGE}`);
		files.set(layer, [...(files.get(layer) ?? []), file]);
	}
	const testName = values.testNamePattern;
	const selected = [...layers, ...files.keys()];
	if (testName !== undefined && !selected.some((layer) => JEST_LAYERS.includes(layer))) {
		throw new UsageError(`-t needs a test layer (${JEST_LAYERS.join(', ')}) or a test file.\n\n${USAGE}`);
	}
	return { layers: selected, files, testName };
}
