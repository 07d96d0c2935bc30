/**
 * What `npm start` does once the checkout is ready: a real n8n with the package, the simulated providers,
 * the examples, and one of them run.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { isAudible, measureWav } from './demo/audio.ts';
import { Cleanup } from './demo/cleanup.ts';
import { readOptions, USAGE, USUAL_PORT, type DemoOptions } from './demo/options.ts';
import { startPlayground } from './demo/playground.ts';
import { provideCredentials, provideExamples, type ImportedExample } from './demo/provision.ts';
import { N8nClient } from './n8n/client.ts';
import { buildPackage, installPackage, packPackage } from './n8n/package.ts';
import { freePort, isPortFree } from './n8n/ports.ts';
import { startN8n } from './n8n/server.ts';
import { toolchainOf } from './n8n/toolchain.ts';
import { alone } from './setup/mutex.mjs';
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

const root = path.resolve(import.meta.dirname, '..');
const folder = path.join(root, '.cache', 'demo');
const logs = path.join(root, '.cache', 'logs');

async function choosePort({ port }: DemoOptions): Promise<number> {
	if (await isPortFree(port)) return port;
	const other = await freePort();
	const advice = port === USUAL_PORT ? ' Choose one with `npm start -- --port N`.' : '';
	console.log(`Port ${port} is taken by another program; the editor gets port ${other}.${advice}`);
	return other;
}

/** Calls the example as the outside world would and keeps the audio, if it can be heard. */
async function speak(client: N8nClient, { saved, edited }: ImportedExample): Promise<string> {
	// A person's unpublished changes stay unpublished; ours do not.
	const outdated = !edited && saved.activeVersionId !== saved.versionId;
	if (!saved.active || outdated) await client.publish(saved);
	const response = await client.callWebhook(WEBHOOK, { text: SENTENCE });
	const bytes = Buffer.from(await response.arrayBuffer());
	const hint = edited
		? ' You have changed this example; `npm start -- --fresh` brings back the original.'
		: '';
	if (!response.ok) {
		throw new Error(`The example answered ${response.status}: ${bytes.toString('utf8', 0, 500)}${hint}`);
	}
	const file = path.join(folder, 'speech.wav');
	writeFileSync(file, bytes);
	const loudness = measureWav(bytes);
	if (!isAudible(loudness)) {
		const { seconds, rms } = loudness;
		throw new Error(
			`No audible speech in ${file}: ${seconds.toFixed(1)} s, loudness ${rms.toFixed(4)}.${hint}`,
		);
	}
	console.log(`  ${loudness.seconds.toFixed(1)} s of audible speech`);
	return file;
}

async function run(options: DemoOptions, cleanup: Cleanup): Promise<void> {
	const tools = toolchainOf(root);
	const userFolder = path.join(folder, 'user');
	if (options.fresh) rmSync(folder, { recursive: true, force: true });
	mkdirSync(userFolder, { recursive: true });

	await step('Building and packing the package', async () => {
		await buildPackage(tools);
		const tarball = await packPackage(tools, path.join(folder, 'package'));
		await installPackage(tools, { tarball, userFolder });
	});
	const playground = await step('Starting the simulated providers', async () => {
		const started = await startPlayground(tools, path.join(logs, 'demo-playground.log'));
		cleanup.add(started.stop);
		return started;
	});
	const port = await choosePort(options);
	const n8n = await step('Starting n8n', async () => {
		const started = await startN8n({ tools, userFolder, port, logFile: path.join(logs, 'demo-n8n.log') });
		cleanup.add(started.stop);
		return started;
	});
	const client = new N8nClient(n8n.url);
	const examples = await step('Creating the login, the credentials and the example workflows', async () => {
		await client.signIn(OWNER);
		const credentials = await provideCredentials(client, playground);
		const ledgerFile = path.join(folder, 'examples.json');
		return await provideExamples(client, { root, ledgerFile, credentials });
	});
	const main = examples.find(({ name }) => name === MAIN_EXAMPLE);
	if (main === undefined) throw new Error(`examples/${MAIN_EXAMPLE}.json is missing`);
	const audio = await step('Asking the main example to speak', async () => await speak(client, main));

	console.log(
		[
			'',
			`Audio      ${audio}`,
			`Editor     ${n8n.url}/workflow/${main.saved.id}`,
			`Login      ${OWNER.email} / ${OWNER.password}`,
			`Webhook    POST ${n8n.url}/webhook/${WEBHOOK} {"text": "..."}`,
			`Providers  ${playground.url} (key ${playground.apiKey})`,
			`Logs       ${logs}`,
			'',
		].join('\n'),
	);
	if (options.once) return;
	console.log('Running until you press Ctrl-C. Your changes in the editor are kept for the next time.');
	while (!n8n.exited) await new Promise((resolve) => setTimeout(resolve, 1_000));
	throw new Error(`n8n has ended by itself. Its log: ${n8n.logFile}`);
}

/** Two of them would share one database. */
function refuse(pid: string): never {
	throw new Error(`npm start is already running here (process ${pid}). Use that one, or stop it first.`);
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
		await alone(`${folder}.lock`, work, refuse);
		return 0;
	} catch (error) {
		const message = error instanceof Error ? error.message : String(error);
		console.error(`\n${message}`);
		if (message.startsWith('Unknown option') || message.startsWith('--port')) console.error(USAGE);
		return 1;
	} finally {
		await cleanup.run();
	}
}

process.exit(await main());
