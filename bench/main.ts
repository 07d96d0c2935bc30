/** What `npm run bench` does once the checkout is ready: measures, and prints the report. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';

import { Bench } from './measure.ts';
import { readOptions } from './options.ts';
import { startPlayground } from './playground.ts';
import { documentOf, writeReadme } from './report/document.ts';
import type { Measured } from './report/table.ts';
import type { CaseResult } from './scenario.ts';
import { SCENARIOS } from './scenarios/index.ts';

const root = path.resolve(import.meta.dirname, '..');

/** A copy of the built package, so that a build meanwhile does not change what is measured. Goes with this process. */
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

async function measureAll(names: string[], bench: Bench): Promise<Measured[]> {
	const measured: Measured[] = [];
	for (const scenario of SCENARIOS) {
		if (names.length > 0 && !names.includes(scenario.name)) continue;
		const results: CaseResult[] = [];
		for (const one of scenario.cases) {
			// Not to standard output, which is for the report alone.
			console.error([scenario.title, one.title].filter(Boolean).join(', '), '...');
			results.push(await bench.measure(one));
		}
		measured.push({ scenario, results });
	}
	return measured;
}

async function main(): Promise<void> {
	const { scenarios, write } = readOptions(
		process.argv.slice(2),
		SCENARIOS.map(({ name }) => name),
	);
	const started = performance.now();
	const playground = await startPlayground(root);
	const bench = new Bench(playground, copyPackage());
	try {
		const measured = await measureAll(scenarios, bench);
		const document = await documentOf(measured, (performance.now() - started) / 1000);
		console.log(document);
		if (write) writeReadme(document);
	} finally {
		await bench.close();
		await playground.close();
	}
}

// What was started ends with this process, and removes what it has written.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(130));
try {
	await main();
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
}
