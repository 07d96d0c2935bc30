// @ts-check
import console from 'node:console';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import { npmProgram, runNode } from '../setup/run.mjs';
import { runShown } from './run-shown.mjs';

const LARGEST_BYTES = 150_000;
const ALLOWED = /^(dist\/.+|package\.json|README\.md|LICENSE)$/;

/** @typedef {{ filename: string, size: number, files: Array<{ path: string }> }} Packed */
/** @typedef {{ dependencies?: object, optionalDependencies?: object, bundleDependencies?: unknown }} Manifest */

/** @type {(text: string) => Packed[]} */
const parsePacked = JSON.parse;
/** @type {(text: string) => Manifest} */
const parseManifest = JSON.parse;

/**
 * Packs the package as `npm publish` would.
 * @param {import('./layers.mjs').Context} context
 * @returns {Promise<{ packed: Packed, folder: string } | undefined>}
 */
async function pack({ root, cache, logs, node }) {
	const folder = path.join(cache, 'scan');
	fs.rmSync(folder, { recursive: true, force: true });
	fs.mkdirSync(folder, { recursive: true });
	const { code, output } = await runNode(
		[npmProgram(), 'pack', '--json', '--loglevel=error', '--ignore-scripts', '--pack-destination', folder],
		{ cwd: root, log: path.join(logs, 'pack.log'), node },
	);
	const packed = code === 0 ? parsePacked(output.slice(output.search(/^\[/m)))[0] : undefined;
	if (packed === undefined) console.error(output);
	return packed && { packed, folder };
}

/**
 * One leg of n8n's scanner, in a process of its own.
 * @param {string} name @param {string} folder @param {'source' | 'tarball'} leg
 * @returns {import('./layers.mjs').Check}
 */
const scan = (name, folder, leg) => ({
	name,
	run: (context) => runShown(context, [path.join(context.root, 'scripts', 'test', 'scan.mjs'), folder, leg]),
});

/**
 * @param {string} name @param {string[]} complaints
 * @returns {import('./layers.mjs').Check}
 */
const expectNone = (name, complaints) => ({
	name,
	run: async () => {
		for (const complaint of complaints) console.error(`  ${complaint}`);
		return await Promise.resolve(complaints.length === 0);
	},
});

/**
 * What n8n checks before it lists a package, and what we promise of the tarball.
 * @param {import('./layers.mjs').Context} context
 * @returns {Promise<import('./layers.mjs').Check[]>}
 */
export async function packageChecks(context) {
	const source = scan("n8n's scanner on the source", context.root, 'source');
	const result = await pack(context);
	if (result === undefined) return [source, expectNone('npm pack', ['the package could not be packed'])];
	const { packed, folder } = result;
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
			'nothing but dist, package.json, README.md and LICENSE',
			paths.filter((file) => !ALLOWED.test(file)).map((file) => `${file} does not belong in the tarball`),
		),
		expectNone(
			'all of them are there',
			['package.json', 'README.md', 'LICENSE', 'dist']
				.filter((name) => !paths.some((file) => file === name || file.startsWith(`${name}/`)))
				.map((name) => `${name} is missing`),
		),
		expectNone(
			`smaller than 150 KB (${(packed.size / 1000).toFixed(1)} KB)`,
			packed.size < LARGEST_BYTES ? [] : [`${packed.filename} has ${packed.size} bytes`],
		),
	];
}

/** For `scan.mjs`: as a URL, which Windows needs. @param {string} root */
export const scannerUrl = (root) =>
	pathToFileURL(path.join(root, 'node_modules', '@n8n', 'scan-community-package', 'scanner', 'scanner.mjs'))
		.href;
