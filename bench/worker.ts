/**
 * The process of one candidate: does one job after the other and measures each.
 *
 *     node worker.ts <candidate> <folder of the built package> <folder for files>
 */
import { rmSync } from 'node:fs';
import { rm, stat } from 'node:fs/promises';

import { decodeAll } from './audio/decode.ts';
import { loadCandidate } from './candidates/index.ts';
import type { Candidate, Job, Measurement, Prepare, Reply } from './work.ts';

const WATCH_MS = 20;
const MICROSECONDS = 1e-6;

async function measure(prepare: Prepare, { work, target, decode }: Job): Promise<Measurement> {
	const run = await prepare(work, target);
	const before = process.memoryUsage.rss();
	let highest = before;
	const watch = setInterval(() => {
		highest = Math.max(highest, process.memoryUsage.rss());
	}, WATCH_MS);
	const started = performance.now();
	const cpuBefore = process.cpuUsage();
	const outcome = await run();
	const cpu = process.cpuUsage(cpuBefore);
	const seconds = outcome.seconds ?? (performance.now() - started) / 1000;
	clearInterval(watch);
	highest = Math.max(highest, process.memoryUsage.rss());

	const { files, failure, results = files.length } = outcome;
	const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size));
	const decoded = decode ? await decodeAll(files) : { seconds: 0, complaints: 0 };
	await Promise.all(files.map((file) => rm(file)));
	return {
		seconds,
		cpuSeconds: (cpu.user + cpu.system) * MICROSECONDS,
		growthBytes: highest - before,
		done: results,
		bytes: outcome.bytes ?? sizes.reduce((sum, size) => sum + size, 0),
		audioSeconds: decoded.seconds,
		complaints: decoded.complaints,
		...(failure !== undefined && { failure }),
	};
}

const [candidate, packageFolder = '', folder = ''] = process.argv.slice(2);
const prepare = await loadCandidate(candidate as Candidate, { packageFolder, folder });
process.on('message', (job: Job) => {
	const reply = (message: Reply) => process.send?.(message);
	measure(prepare, job).then(
		(measurement) => reply({ measurement }),
		(error: unknown) =>
			reply({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
	);
});
// Ctrl-C reaches this process too, but it ends with its parent.
process.on('SIGINT', () => undefined);
process.on('disconnect', () => {
	rmSync(folder, { recursive: true, force: true });
	process.exit(0);
});
process.send?.('ready');
