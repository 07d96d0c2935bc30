import fs from 'node:fs';

import { SetupError } from '../../tools/failure.mjs';

/**
 * Fails before an installation that would fill the disk.
 * @param {string} folder An existing folder. @param {number} gigabytes @param {string} what
 */
export function requireSpace(folder, gigabytes, what) {
	const { bavail, bsize } = fs.statfsSync(folder);
	const free = (bavail * bsize) / 1e9;
	if (free >= gigabytes) return;
	throw new SetupError(
		`Not enough disk space: ${what} needs about ${gigabytes} GB; ${folder} has ${free.toFixed(1)} GB left.`,
	);
}
