import console from 'node:console';
import fs from 'node:fs';
import path from 'node:path';

import { runShown } from './run-shown.mjs';

/** @typedef {{ numPassedTests: number, numFailedTests: number, numFailedTestSuites: number,
 *   numRuntimeErrorTestSuites: number, success: boolean }} Report */

/** @type {(text: string) => Report} */
const parseReport = JSON.parse;

/**
 * Runs one Jest project. A run without tests, a crash and a file that cannot be loaded are failures too.
 * @param {import('./layers.mjs').Context} context @param {string} project
 * @returns {Promise<import('./layers.mjs').Counts>}
 */
export async function runJest(context, project) {
	const report = path.join(context.logs, `jest-${project}.json`);
	fs.rmSync(report, { force: true });
	const success = await runShown(context, [
		path.join(context.root, 'node_modules', 'jest', 'bin', 'jest.js'),
		...(context.files.get(project) ?? []),
		...(context.testName === undefined ? [] : ['--testNamePattern', context.testName]),
		...['--selectProjects', project, '--json', '--outputFile', report, '--verbose', '--ci'],
		// `--json` also prints the report; this keeps the readable output.
		...['--reporters', 'default'],
	]);
	if (!fs.existsSync(report)) {
		console.error(`Jest exited without a report on the layer ${project}.`);
		return { passed: 0, failed: 1 };
	}
	const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = parseReport(
		fs.readFileSync(report, 'utf8'),
	);
	const failed = numFailedTests + numRuntimeErrorTestSuites;
	if (numPassedTests + failed === 0) console.error(`No test ran in the layer ${project}.`);
	const unexplained = failed === 0 && (!success || numPassedTests === 0) ? 1 : 0;
	return { passed: numPassedTests, failed: failed + unexplained };
}
