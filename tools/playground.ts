import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdirSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';

import type { AccountSettings, DeliveryEntry, JournalEntry, Usage } from '../playground/accounts/types.ts';
import type { Fault } from '../playground/faults/types.ts';

/** An account with the simulated providers: its own API key, limits, faults and journal. */
export interface PlaygroundAccount {
	id: string;
	apiKey: string;
	/** Appends faults to the account's queue. */
	fault(...faults: Fault[]): Promise<void>;
	clearFaults(): Promise<void>;
	/** Every request with this API key, oldest first. */
	requests(): Promise<JournalEntry[]>;
	/** Every attempt to deliver a notification to a webhook, oldest first. */
	deliveries(): Promise<DeliveryEntry[]>;
	usage(): Promise<Usage>;
	update(settings: Partial<AccountSettings>): Promise<void>;
}

/** The simulated providers, in a process of their own. */
export interface Playground {
	/** Without a trailing slash. */
	url: string;
	/** Origin of the storage that signed URLs point to. */
	storageUrl: string;
	pid: number | undefined;
	/** The base URL of a provider's credential. */
	baseUrl(provider: string): string;
	account(settings?: Partial<AccountSettings>): Promise<PlaygroundAccount>;
	close: () => Promise<void>;
}

export interface PlaygroundOptions {
	/** The checkout. */
	root: string;
	/** Default: any free port. */
	port?: number;
	/** File for what the playground prints to standard error. */
	logFile?: string;
}

const READY_MS = 60_000;
const STOP_MS = 5_000;

async function call<Result>(url: string, method = 'GET', body?: unknown): Promise<Result> {
	const response = await fetch(url, {
		method,
		...(body !== undefined && {
			body: JSON.stringify(body),
			headers: { 'content-type': 'application/json' },
		}),
	});
	const text = await response.text();
	if (!response.ok) throw new Error(`${method} ${url} returned ${response.status}: ${text}`);
	return (text === '' ? undefined : JSON.parse(text)) as Result;
}

function accountAt(url: string, id: string, apiKey: string): PlaygroundAccount {
	const own = `${url}/control/accounts/${id}`;
	return {
		id,
		apiKey,
		fault: (...faults) => call(`${own}/faults`, 'POST', faults),
		clearFaults: () => call(`${own}/faults`, 'DELETE'),
		requests: () => call(`${own}/requests`),
		deliveries: () => call(`${own}/deliveries`),
		usage: async () => (await call<{ usage: Usage }>(own)).usage,
		update: async (settings) => {
			await call(own, 'PATCH', settings);
		},
	};
}

interface Addresses {
	url: string;
	storageUrl: string;
}

/** Waits for the line that says where the servers listen. */
async function readAddresses(child: ChildProcess & { stdout: NodeJS.ReadableStream }): Promise<Addresses> {
	const errors: string[] = [];
	child.stderr?.on('data', (chunk: Buffer) => errors.push(chunk.toString()));
	const stop = new AbortController();
	const { signal } = stop;
	const line = once(createInterface({ input: child.stdout }), 'line', { signal }).then(([text]) =>
		String(text),
	);
	const failed = (why: string): never => {
		throw new Error(`The playground ${why}.\n${errors.join('').slice(-2000)}`.trimEnd());
	};
	const ended = once(child, 'exit', { signal }).then(([code]) => failed(`exited with code ${String(code)}`));
	const late = once(AbortSignal.timeout(READY_MS), 'abort', { signal }).then(() =>
		failed(`did not start within ${READY_MS / 1000} seconds`),
	);
	try {
		return JSON.parse(await Promise.race([line, ended, late])) as Addresses;
	} finally {
		stop.abort();
	}
}

/** Starts the simulated providers; they end with this process, however it ends. Requires Node 24. */
export async function startPlayground({ root, port = 0, logFile }: PlaygroundOptions): Promise<Playground> {
	const program = path.join(root, 'playground', 'main.ts');
	const child = spawn(process.execPath, [program, '--port', String(port), '--exit-with-parent'], {
		cwd: root,
		// In a process group of its own, Ctrl-C does not reach it: the parent stops it in order.
		detached: process.platform !== 'win32',
		stdio: ['pipe', 'pipe', 'pipe'],
	});
	if (logFile !== undefined) {
		mkdirSync(path.dirname(logFile), { recursive: true });
		child.stderr.pipe(createWriteStream(logFile, { flags: 'a' }));
	}
	const { url, storageUrl } = await readAddresses(child).catch((error: unknown) => {
		child.kill('SIGKILL');
		throw error;
	});
	return {
		url,
		storageUrl,
		pid: child.pid,
		baseUrl: (provider) => `${url}/${provider}`,
		async account(settings) {
			const { id, apiKey } = await call<{ id: string; apiKey: string }>(
				`${url}/control/accounts`,
				'POST',
				settings === undefined ? {} : { settings },
			);
			return accountAt(url, id, apiKey);
		},
		async close() {
			if (child.exitCode !== null || child.signalCode !== null) return;
			const exit = once(child, 'exit');
			child.stdin.end();
			const force = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
			await exit;
			clearTimeout(force);
		},
	};
}
