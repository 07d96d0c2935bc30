import fs from 'node:fs';
import path from 'node:path';

/** @typedef {{ packages: Record<string, { version?: string, optional?: boolean, peer?: boolean, os?: string[] }> }} Lock */

/** @type {(text: string) => Lock} */
const parseLock = JSON.parse;

/**
 * @param {string} file
 * @returns {Lock['packages']}
 */
function lockedPackages(file) {
	return parseLock(fs.readFileSync(file, 'utf8')).packages;
}

/**
 * Counts the unpacked packages at the top of node_modules, to show progress.
 * @param {string} folder Has a package-lock.json.
 * @returns {() => Promise<string>}
 */
export function packageCounter(folder) {
	const expected = Object.entries(lockedPackages(path.join(folder, 'package-lock.json')))
		.filter(([name, { os }]) => /^node_modules\/(@[^/]+\/)?[^/]+$/.test(name) && os === undefined)
		.map(([name]) => name);
	return async () => {
		const found = await Promise.all(
			expected.map((name) =>
				fs.promises.access(path.join(folder, name, 'package.json')).then(
					() => 1,
					() => 0,
				),
			),
		);
		const present = found.filter((one) => one === 1).length;
		return present === 0 ? 'nothing unpacked yet' : `${present} of ${expected.length} packages unpacked`;
	};
}

/**
 * Whether node_modules matches the lockfile, whoever installed it.
 * @param {string} folder Has a package-lock.json.
 */
export function isInstalled(folder) {
	const hidden = path.join(folder, 'node_modules', '.package-lock.json');
	if (!fs.existsSync(hidden)) return false;
	const present = lockedPackages(hidden);
	return Object.entries(lockedPackages(path.join(folder, 'package-lock.json'))).every(
		([name, { version, optional, peer }]) =>
			name === '' || optional === true || peer === true || present[name]?.version === version,
	);
}
