// @ts-check
import console from 'node:console';
import process from 'node:process';

const OLDEST = [20, 19];

/**
 * Ends the program with a plain message on a Node that is too old. Imports nothing else of the project, so
 * that the message comes before any syntax or module that an old Node does not know.
 */
export function checkNode() {
	const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
	const [oldestMajor = 0, oldestMinor = 0] = OLDEST;
	if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
	console.error(
		`Node ${process.versions.node} is too old: this project needs Node ${OLDEST.join('.')} or later.`,
	);
	console.error('Get a newer one from https://nodejs.org and run the command again.');
	process.exit(1);
}
