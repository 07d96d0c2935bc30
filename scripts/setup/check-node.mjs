import console from 'node:console';
import process from 'node:process';

const OLDEST = [20, 19];

/**
 * Exits with a clear message if Node.js is too old. Imports nothing else of the project, so that the message comes
 * before any syntax or module that an old version does not know.
 */
export function checkNode() {
	const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
	const [oldestMajor = 0, oldestMinor = 0] = OLDEST;
	if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
	console.error(`Node.js ${process.versions.node} is too old. Install Node.js ${OLDEST.join('.')} or later.`);
	console.error('Get it from https://nodejs.org, then run the command again.');
	process.exit(1);
}
