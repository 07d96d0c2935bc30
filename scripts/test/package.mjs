import console from 'node:console';
import fs from 'node:fs';
import path from 'node:path';

import { SetupError } from '../../tools/failure.mjs';
import { packPackage } from '../../tools/npm.mjs';
import { runShown } from './run-shown.mjs';

const MAX_BYTES = 150_000;
const ALLOWED = /^(dist\/.+|package\.json|README\.md|LICENSE)$/;

/** @typedef {{ dependencies?: object, optionalDependencies?: object, bundleDependencies?: unknown }} Manifest */

/** @type {(text: string) => Manifest} */
const parseManifest = JSON.parse;

/**
 * One half of n8n's scanner, in a process of its own.
 * @param {string} name @param {string} folder @param {'source' | 'tarball'} part
 * @returns {import('./layers.mjs').Check}
 */
const scan = (name, folder, part) => ({
	name,
	run: (context) => runShown(context, [path.join(context.root, 'scripts', 'test', 'scan.mjs'), folder, part]),
});

/**
 * @param {string} name @param {string[]} problems
 * @returns {import('./layers.mjs').Check}
 */
const expectNone = (name, problems) => ({
	name,
	run: async () => {
		for (const problem of problems) console.error(`  ${problem}`);
		return await Promise.resolve(problems.length === 0);
	},
});

/**
 * What n8n checks before it lists a package, and what the tarball must contain.
 * @param {import('./layers.mjs').Context} context
 * @returns {Promise<import('./layers.mjs').Check[]>}
 */
export async function packageChecks(context) {
	const source = scan("n8n's scanner on the source", context.root, 'source');
	const folder = path.join(context.cache, 'scan');
	const options = { log: path.join(context.logs, 'pack.log'), node: context.node };
	const packed = await packPackage(context.root, folder, options).catch((/** @type {unknown} */ error) => {
		if (error instanceof SetupError) return error;
		throw error;
	});
	if (packed instanceof SetupError) return [source, expectNone('npm pack', [packed.message])];
	/** @type {{ x: (options: { file: string, cwd: string }) => Promise<void> }} */
	const tar = await import('tar');
	await tar.x({ file: path.join(folder, packed.filename), cwd: folder });
	const unpacked = path.join(folder, 'package');
	const manifest = parseManifest(fs.readFileSync(path.join(unpacked, 'package.json'), 'utf8'));
	const paths = packed.files.map((file) => file.path);
	const bundled = ['dependencies', 'optionalDependencies', 'bundleDependencies', 'bundledDependencies'];
	return [
		source,
		scan("n8n's scanner on the tarball", unpacked, 'tarball'),
		expectNone(
			'no runtime dependencies',
			bundled.filter((name) => name in manifest).map((name) => `package.json has ${name}`),
		),
		expectNone(
			'only dist, package.json, README.md and LICENSE',
			paths.filter((file) => !ALLOWED.test(file)).map((file) => `${file} must not be in the tarball`),
		),
		expectNone(
			'dist, package.json, README.md and LICENSE are present',
			['package.json', 'README.md', 'LICENSE', 'dist']
				.filter((name) => !paths.some((file) => file === name || file.startsWith(`${name}/`)))
				.map((name) => `${name} is missing`),
		),
		expectNone(
			`smaller than 150 KB (${(packed.size / 1000).toFixed(1)} KB)`,
			packed.size < MAX_BYTES ? [] : [`${packed.filename} is ${packed.size} bytes`],
		),
	];
}
