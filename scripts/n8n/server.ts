import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { n8nEnvironment } from './environment.ts';
import { freePort } from './ports.ts';
import { startProgram } from './process.ts';
import type { Toolchain } from './toolchain.ts';

export interface N8nOptions {
	tools: Toolchain;
	/** Holds the database, the settings and the community packages. */
	userFolder: string;
	logFile: string;
	/** Any free one if not said. */
	port?: number;
	binaryMode?: 'filesystem' | 'default';
}

export interface N8nServer {
	readonly url: string;
	readonly logFile: string;
	/** Whether it has ended by itself. */
	readonly exited: boolean;
	stop: () => Promise<void>;
	/** Ends it at once, as a power cut would. */
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

/** n8n listens before it can work: its health check comes first, its settings are the last to be served. */
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

/** Starts the pinned n8n and waits until it can be worked with. */
export async function startN8n(options: N8nOptions): Promise<N8nServer> {
	const port = await freePort(options.port);
	const brokerPort = await freePort();
	const { tools, userFolder, logFile, binaryMode = 'filesystem' } = options;
	const url = `http://127.0.0.1:${port}`;
	const program = startProgram({
		tools,
		args: [path.join(tools.root, '.cache', 'n8n', 'node_modules', 'n8n', 'bin', 'n8n'), 'start'],
		cwd: userFolder,
		env: withNodeFirst(tools.node, n8nEnvironment({ port, brokerPort, userFolder, binaryMode })),
		logFile,
	});
	const deadline = Date.now() + READY_MS;
	while (!(await isReady(url))) {
		if (program.exited || Date.now() > deadline) {
			await program.stop();
			const what = program.exited
				? 'n8n ended while it was starting'
				: 'n8n did not become ready in two minutes';
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

/** n8n's task runner is started with whatever `node` is on the path. */
function withNodeFirst(node: string, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
	const name = env['PATH'] === undefined && env['Path'] !== undefined ? 'Path' : 'PATH';
	return { ...env, [name]: `${path.dirname(node)}${path.delimiter}${env[name] ?? ''}` };
}
