/** Starts n8n with the package, the simulated providers and the examples, and runs the main example. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { N8nClient } from '../tools/n8n/client.ts';
import { installPackage } from '../tools/n8n/package.ts';
import { freePort, isPortFree } from '../tools/n8n/ports.ts';
import { startN8n } from '../tools/n8n/server.ts';
import { packPackage, runNpm } from '../tools/npm.mjs';
import { startPlayground } from '../tools/playground.ts';
import { isAudible, measureLoudness, readWav } from '../tools/wav.ts';
import { Cleanup } from './demo/cleanup.ts';
import { DEFAULT_PORT, readOptions, type DemoOptions } from './demo/options.ts';
import { provideCredentials, provideExamples, type ImportedExample } from './demo/provision.ts';
import { withLock } from './setup/mutex.mjs';
import { step } from './setup/progress.mjs';

const OWNER = {
	email: 'demo@example.com',
	password: 'Voice-cloning-1',
	firstName: 'Voice',
	lastName: 'Demo',
};
const MAIN_EXAMPLE = 'asyncflow-speak-from-webhook';
const WEBHOOK = 'speak';
const SENTENCE = 'Hello! This voice was made by a real n8n workflow, running on your own machine.';
/** A fixed port, so that saved credentials keep working from one run to the next. */
const PLAYGROUND_PORT = 5681;
const API_KEY = 'playground-demo-key';

const root = path.resolve(import.meta.dirname, '..');
const folder = path.join(root, '.cache', 'demo');
const logs = path.join(root, '.cache', 'logs');

async function choosePort({ port }: DemoOptions): Promise<number> {
	if (await isPortFree(port)) return port;
	const other = await freePort();
	const advice = port === DEFAULT_PORT ? ' To choose a port, run `npm start -- --port N`.' : '';
	console.log(`Port ${port} is in use. The editor opens on port ${other} instead.${advice}`);
	return other;
}

/** Calls the example through its webhook and saves the audio. Throws if it is not audible. */
async function speak(client: N8nClient, { saved, edited }: ImportedExample): Promise<string> {
	// The user's unpublished changes stay unpublished.
	const outdated = !edited && saved.activeVersionId !== saved.versionId;
	if (!saved.active || outdated) await client.publish(saved);
	const response = await client.callWebhook(WEBHOOK, { text: SENTENCE });
	const bytes = Buffer.from(await response.arrayBuffer());
	const hint = edited
		? ' You have changed this example. To restore the original, run `npm start -- --fresh`.'
		: '';
	if (!response.ok) {
		throw new Error(`The example returned ${response.status}: ${bytes.toString('utf8', 0, 500)}${hint}`);
	}
	const file = path.join(folder, 'speech.wav');
	writeFileSync(file, bytes);
	const loudness = measureLoudness(readWav(bytes));
	if (!isAudible(loudness)) {
		const { seconds, rms } = loudness;
		throw new Error(
			`${file} has no audible speech (${seconds.toFixed(1)} s, loudness ${rms.toFixed(4)}).${hint}`,
		);
	}
	console.log(`  ${loudness.seconds.toFixed(1)} s of audible speech`);
	return file;
}

async function run(options: DemoOptions, cleanup: Cleanup): Promise<void> {
	const userFolder = path.join(folder, 'user');
	if (options.fresh) rmSync(folder, { recursive: true, force: true });
	mkdirSync(userFolder, { recursive: true });

	await step('Building and installing the package', async () => {
		const log = path.join(logs, 'demo-package.log');
		await runNpm(['run', 'build'], { cwd: root, log });
		const packed = path.join(folder, 'package');
		const { filename } = await packPackage(root, packed, { log });
		await installPackage({ root, tarball: path.join(packed, filename), userFolder, log });
	});
	const playground = await step('Starting the simulated providers', async () => {
		const logFile = path.join(logs, 'demo-playground.log');
		const started = await startPlayground({ root, port: await freePort(PLAYGROUND_PORT), logFile });
		cleanup.add(started.close);
		return started;
	});
	const port = await choosePort(options);
	const n8n = await step('Starting n8n', async () => {
		const started = await startN8n({ root, userFolder, port, logFile: path.join(logs, 'demo-n8n.log') });
		cleanup.add(started.stop);
		return started;
	});
	const client = new N8nClient(n8n.url);
	const examples = await step('Creating the user, the credentials and the example workflows', async () => {
		await client.signIn(OWNER);
		const credentials = await provideCredentials(client, { url: playground.url, apiKey: API_KEY });
		const ledgerFile = path.join(folder, 'examples.json');
		return await provideExamples(client, { root, ledgerFile, credentials });
	});
	const main = examples.find(({ name }) => name === MAIN_EXAMPLE);
	if (main === undefined) throw new Error(`examples/${MAIN_EXAMPLE}.json is missing`);
	const audio = await step('Running the main example', async () => await speak(client, main));

	console.log(
		[
			'',
			`Audio      ${audio}`,
			`Editor     ${n8n.url}/workflow/${main.saved.id}`,
			`Login      ${OWNER.email} / ${OWNER.password}`,
			`Webhook    POST ${n8n.url}/webhook/${WEBHOOK} {"text": "..."}`,
			`Providers  ${playground.url} (API key ${API_KEY})`,
			`Logs       ${logs}`,
			'',
		].join('\n'),
	);
	if (options.once) return;
	console.log('Press Ctrl-C to stop. Your changes in the editor are kept for the next run.');
	while (!n8n.exited) await new Promise((resolve) => setTimeout(resolve, 1_000));
	throw new Error(`n8n exited. See its log: ${n8n.logFile}`);
}

/** Two runs would share one database. */
function refuse(pid: string): never {
	throw new Error(
		`npm start is already running in this checkout (process ${pid}). Use it, or stop it first.`,
	);
}

async function main(): Promise<number> {
	const cleanup = new Cleanup();
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		process.on(signal, () => {
			console.log('\nStopping ...');
			void cleanup.run().finally(() => process.exit(signal === 'SIGINT' ? 0 : 143));
		});
	}
	try {
		const options = readOptions(process.argv.slice(2));
		const work = async () => {
			await run(options, cleanup);
		};
		await withLock(`${folder}.lock`, work, refuse);
		return 0;
	} catch (error) {
		console.error(`\n${error instanceof Error ? error.message : String(error)}`);
		return 1;
	} finally {
		await cleanup.run();
	}
}

process.exit(await main());
