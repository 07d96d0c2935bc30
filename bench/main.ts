/** Measures the scenarios and prints the report. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';

import { startPlayground } from '../tools/playground.ts';
import { Bench } from './measure.ts';
import { readOptions } from './options.ts';
import { installPackages } from './packages.ts';
import { documentOf, writeReadme } from './report/document.ts';
import type { Measured } from './report/table.ts';
import type { CaseResult, Scenario } from './scenario.ts';
import { chooseScenarios, NAMES } from './scenarios/index.ts';

const root = path.resolve(import.meta.dirname, '..');
const logs = path.join(root, '.cache', 'logs');

/** Copies the built package, so that a build does not change what is measured. Deleted when this process exits. */
function copyPackage(): string {
	const folder = mkdtempSync(path.join(root, '.cache', 'bench-'));
	process.on('exit', () => {
		rmSync(folder, { recursive: true, force: true });
	});
	for (const name of ['package.json', 'dist']) {
		cpSync(path.join(root, name), path.join(folder, name), { recursive: true });
	}
	return folder;
}

async function measureAll(scenarios: Scenario[], bench: Bench, maxRounds: number): Promise<Measured[]> {
	const measured: Measured[] = [];
	for (const scenario of scenarios) {
		const results: CaseResult[] = [];
		for (const one of scenario.cases) {
			// Standard output is for the report only.
			console.error([scenario.title, one.title].filter(Boolean).join(', '), '...');
			results.push(await bench.measure({ ...one, rounds: Math.min(one.rounds, maxRounds) }));
		}
		measured.push({ scenario, results });
	}
	return measured;
}

async function main(): Promise<void> {
	const options = readOptions(process.argv.slice(2), NAMES);
	const packageFolder = copyPackage();
	const scenarios = await chooseScenarios(options.scenarios, async () => [
		packageFolder,
		await installPackages(path.join(logs, 'bench-packages.log')),
	]);
	const started = performance.now();
	const playground = await startPlayground({ root, logFile: path.join(logs, 'bench-playground.log') });
	const bench = new Bench(playground, packageFolder);
	try {
		const measured = await measureAll(scenarios, bench, options.rounds);
		const document = await documentOf(measured, (performance.now() - started) / 1000);
		console.log(document);
		if (options.write) writeReadme(document);
	} finally {
		await bench.close();
		await playground.close();
	}
}

// The processes that were started end with this one and delete their files.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(130));
try {
	await main();
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
}
