// @ts-check
import console from 'node:console';
import fs from 'node:fs';
import path from 'node:path';

import { runShown } from './run-shown.mjs';

/** @typedef {{ numPassedTests: number, numFailedTests: number, numFailedTestSuites: number,
 *   numRuntimeErrorTestSuites: number, success: boolean }} Report */

/** @type {(text: string) => Report} */
const parseReport = JSON.parse;

/**
 * Runs one Jest project. No test at all, a crash and a file that cannot be loaded are failures too.
 * @param {import('./layers.mjs').Context} context @param {string} project
 * @returns {Promise<import('./layers.mjs').Counts>}
 */
export async function runJest(context, project) {
	const report = path.join(context.logs, `jest-${project}.json`);
	fs.rmSync(report, { force: true });
	const good = await runShown(context, [
		path.join(context.root, 'node_modules', 'jest', 'bin', 'jest.js'),
		...['--selectProjects', project, '--json', '--outputFile', report, '--verbose', '--ci'],
		// The report also goes to standard output, where nobody reads it.
		'--reporters',
		'default',
	]);
	if (!fs.existsSync(report)) {
		console.error(`Jest ended without a report on ${project}.`);
		return { passed: 0, failed: 1 };
	}
	const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = parseReport(
		fs.readFileSync(report, 'utf8'),
	);
	const failed = numFailedTests + numRuntimeErrorTestSuites;
	if (numPassedTests + failed === 0) console.error(`There was no test in ${project}.`);
	const unexplained = failed === 0 && (!good || numPassedTests === 0) ? 1 : 0;
	return { passed: numPassedTests, failed: failed + unexplained };
}
