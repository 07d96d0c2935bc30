import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { environmentWith } from '../npm.mjs';
import { n8nEnvironment } from './environment.ts';
import { freePort } from './ports.ts';
import { startProgram } from './process.ts';
import { n8nModules } from './runtime.ts';

export interface N8nOptions {
	/** The checkout, whose cache has the pinned n8n. */
	root: string;
	/** Holds the database, the settings and the community packages. */
	userFolder: string;
	logFile: string;
	/** Default: any free port. */
	port?: number;
}

export interface N8nServer {
	readonly url: string;
	readonly logFile: string;
	/** Whether it has exited. */
	readonly exited: boolean;
	stop: () => Promise<void>;
	/** Ends it without warning, as a power cut would. */
	kill: () => Promise<void>;
}

const READY_MS = 120_000;
const POLL_MS = 150;

async function answers(url: string, isRight: (response: Response) => Promise<boolean>): Promise<boolean> {
	try {
		return await isRight(await fetch(url, { signal: AbortSignal.timeout(5_000) }));
	} catch {
		return false;
	}
}

/** n8n listens before it is ready: its health check succeeds first, its settings are served last. */
async function isReady(url: string): Promise<boolean> {
	const healthy = await answers(`${url}/healthz/readiness`, async ({ ok }) => await Promise.resolve(ok));
	if (!healthy) return false;
	return await answers(`${url}/rest/settings`, async (response) => {
		await response.json();
		return response.ok;
	});
}

function endOf(logFile: string): string {
	const text = existsSync(logFile) ? readFileSync(logFile, 'utf8') : '';
	return text.trimEnd().split('\n').slice(-15).join('\n');
}

/** Starts the pinned n8n and waits until it is ready. */
export async function startN8n(options: N8nOptions): Promise<N8nServer> {
	const port = await freePort(options.port);
	const brokerPort = await freePort();
	const { root, userFolder, logFile } = options;
	const url = `http://127.0.0.1:${port}`;
	const program = startProgram({
		root,
		args: [path.join(n8nModules(root), 'n8n', 'bin', 'n8n'), 'start'],
		cwd: userFolder,
		// n8n starts its task runner with the `node` on the path.
		env: environmentWith(process.execPath, {}, n8nEnvironment({ port, brokerPort, userFolder })),
		logFile,
	});
	const deadline = Date.now() + READY_MS;
	while (!(await isReady(url))) {
		if (program.exited || Date.now() > deadline) {
			await program.stop();
			const what = program.exited ? 'n8n exited during startup' : 'n8n did not start within two minutes';
			throw new Error(`${what}. The end of its log (${logFile}):\n${endOf(logFile)}`);
		}
		await sleep(POLL_MS);
	}
	return {
		url,
		logFile,
		get exited() {
			return program.exited;
		},
		stop: async () => {
			await program.stop();
		},
		kill: async () => {
			await program.kill();
		},
	};
}
