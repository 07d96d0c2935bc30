// @ts-check
import fs from 'node:fs';

import { SetupError } from './failure.mjs';

/**
 * Says that the disk is too full before half of an install is on it.
 * @param {string} folder an existing one @param {number} gigabytes @param {string} what
 */
export function needSpace(folder, gigabytes, what) {
	const { bavail, bsize } = fs.statfsSync(folder);
	const free = (bavail * bsize) / 1e9;
	if (free >= gigabytes) return;
	throw new SetupError(
		`The disk is too full: ${what} needs about ${gigabytes} GB, and ${free.toFixed(1)} GB are free in ${folder}.`,
	);
}
