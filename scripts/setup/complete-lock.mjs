// @ts-check
import console from 'node:console';
import { readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { pathToFileURL } from 'node:url';

/**
 * @typedef {{ version?: string, optional?: boolean, dev?: boolean, os?: string[], cpu?: string[],
 *   optionalDependencies?: Record<string, string> }} LockEntry
 * @typedef {{ packages: Record<string, LockEntry> }} Lock
 */

/** @type {(text: string) => Lock} */
const parseLock = JSON.parse;

const EXACT_VERSION = /^\d+\.\d+\.\d+(-[\w.]+)?$/;
const SYSTEMS = ['darwin', 'win32', 'linux', 'freebsd', 'android', 'openharmony'];
/** The first name contained in the package name wins, so longer names stand before shorter ones. */
const PROCESSORS = ['arm64', 'loong64', 'ppc64', 'riscv64', 's390x', 'ia32', 'x64', 'arm'];

/**
 * The entry npm would have written for a platform package, told from its name and its parent's exact pin.
 * @param {string} name @param {string} version @param {LockEntry} parent
 * @returns {LockEntry | undefined}
 */
function platformEntry(name, version, parent) {
	const bare = name.slice(name.lastIndexOf('/') + 1);
	const os = SYSTEMS.find((system) => bare.includes(`-${system}`));
	const cpu = PROCESSORS.find((processor) => bare.includes(`-${processor}`));
	if (os === undefined || cpu === undefined || !EXACT_VERSION.test(version)) return undefined;
	return { version, cpu: [cpu], ...(parent.dev ? { dev: true } : {}), optional: true, os: [os] };
}

/**
 * What Node's module resolution, starting at `from`, finds for `name` in the lock.
 * @param {Lock['packages']} packages @param {string} from @param {string} name
 * @returns {LockEntry | undefined}
 */
function lockedEntry(packages, from, name) {
	const entry = packages[`${from === '' ? '' : `${from}/`}node_modules/${name}`];
	if (entry || from === '') return entry;
	return lockedEntry(packages, from.slice(0, Math.max(0, from.lastIndexOf('/node_modules/'))), name);
}

/**
 * Adds the optional platform packages that the registry which made the lock could not show: without them
 * `npm ci` refuses the lock, and other operating systems miss their binaries. Also marks the ones that npm 11
 * wrote down as required, which npm 10 then refuses to install on another platform.
 * @param {Lock} lock
 * @returns {string[]} the names added
 */
export function completeLock(lock) {
	/** @type {Record<string, LockEntry>} */
	const added = {};
	for (const [folder, entry] of Object.entries(lock.packages)) {
		for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
			const locked = lockedEntry(lock.packages, folder, name);
			if (locked?.os) locked.optional = true;
			if (locked) continue;
			const made = platformEntry(name, version, entry);
			if (made) added[`node_modules/${name}`] = made;
		}
	}
	lock.packages = Object.fromEntries(
		Object.entries({ ...lock.packages, ...added }).sort(([a], [b]) => a.localeCompare(b, 'en')),
	);
	return Object.keys(added);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
	for (const file of process.argv.slice(2)) {
		const lock = parseLock(readFileSync(file, 'utf8'));
		const added = completeLock(lock);
		writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
		console.log(`${file}: ${added.length} platform packages added`);
	}
}
