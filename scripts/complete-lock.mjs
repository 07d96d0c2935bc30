/**
 * Completes a lockfile after `npm install` added a package with binaries for each platform.
 *
 *     npm run lock:complete
 */
import console from 'node:console';
import { readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';

/**
 * @typedef {{ version?: string, optional?: boolean, dev?: boolean, os?: string[], cpu?: string[],
 *   optionalDependencies?: Record<string, string> }} LockEntry
 * @typedef {{ packages: Record<string, LockEntry> }} Lock
 */

/** @type {(text: string) => Lock} */
const parseLock = JSON.parse;

const EXACT_VERSION = /^\d+\.\d+\.\d+(-[\w.]+)?$/;
const SYSTEMS = ['darwin', 'win32', 'linux', 'freebsd', 'android', 'openharmony'];
/** The first name that the package name contains wins, so longer names come before shorter ones. */
const PROCESSORS = ['arm64', 'loong64', 'ppc64', 'riscv64', 's390x', 'ia32', 'x64', 'arm'];

/**
 * The entry that npm would have written for a platform package, from its name and the exact version that its parent
 * requires.
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
 * The entry that Node.js would resolve for `name`, starting at `from`.
 * @param {Lock['packages']} packages @param {string} from @param {string} name
 * @returns {LockEntry | undefined}
 */
function lockedEntry(packages, from, name) {
	const entry = packages[`${from === '' ? '' : `${from}/`}node_modules/${name}`];
	if (entry || from === '') return entry;
	return lockedEntry(packages, from.slice(0, Math.max(0, from.lastIndexOf('/node_modules/'))), name);
}

/**
 * Adds optional platform packages that the registry did not have when the lockfile was written: without them `npm ci`
 * rejects the lockfile, and other operating systems get no binaries. Also marks platform packages as optional where
 * npm 11 does not, because npm 10 then refuses to install them on another platform.
 * @param {Lock} lock
 * @returns {string[]} The names added.
 */
function completeLock(lock) {
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

for (const file of process.argv.slice(2)) {
	const lock = parseLock(readFileSync(file, 'utf8'));
	const { length } = completeLock(lock);
	writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
	console.log(`${file}: added ${length} platform ${length === 1 ? 'package' : 'packages'}`);
}
