import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';

import type {
	AccountSettings,
	DeliveryEntry,
	FormNotes,
	JournalEntry,
	Notification,
	SocketNotes,
	Usage,
} from '../../playground/accounts/types.ts' with {
	'resolution-mode': 'import',
};
import type { Fault } from '../../playground/faults/types.ts' with { 'resolution-mode': 'import' };

export type {
	AccountSettings,
	DeliveryEntry,
	Fault,
	FormNotes,
	JournalEntry,
	Notification,
	SocketNotes,
	Usage,
};

/** An account of the simulated providers: a key of its own, with its own limits, faults and journal. */
export interface PlaygroundAccount {
	id: string;
	apiKey: string;
	/** Puts faults at the end of the account's queue. */
	fault(...faults: Fault[]): Promise<void>;
	clearFaults(): Promise<void>;
	/** Every request that came with this key, oldest first. */
	requests(): Promise<JournalEntry[]>;
	/** Every attempt to deliver a notification to a webhook, oldest first. */
	deliveries(): Promise<DeliveryEntry[]>;
	usage(): Promise<Usage>;
	update(settings: Partial<AccountSettings>): Promise<void>;
}

/** A playground in a process of its own. */
export interface Playground {
	/** Without a slash at the end. */
	url: string;
	/** Origin of the storage that signed URLs point to. */
	storageUrl: string;
	/** Its process, undefined when it has none. */
	pid: number | undefined;
	/** What a credential's `baseUrl` is set to: `asyncflow`. */
	baseUrl(provider: string): string;
	account(settings?: Partial<AccountSettings>): Promise<PlaygroundAccount>;
	close(): Promise<void>;
}

const ROOT = path.resolve(__dirname, '..', '..');

async function call<Result>(url: string, method = 'GET', body?: unknown): Promise<Result> {
	const response = await fetch(url, {
		method,
		...(body === undefined
			? {}
			: { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
	});
	const text = await response.text();
	if (!response.ok) throw new Error(`${method} ${url} answered ${response.status}: ${text}`);
	return (text === '' ? undefined : JSON.parse(text)) as Result;
}

/** Waits for the line that says where the servers listen. Throws when the process ends before. */
async function readUrls(child: ChildProcess): Promise<{ url: string; storageUrl: string }> {
	if (!child.stdout || !child.stderr) throw new Error('The playground has no output');
	let complaint = '';
	child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
	const line = once(createInterface({ input: child.stdout }), 'line').then(([text]) => String(text));
	const ended = once(child, 'exit').then(([code]): never => {
		throw new Error(`The playground ended with ${String(code)}: ${complaint}`);
	});
	return JSON.parse(await Promise.race([line, ended])) as { url: string; storageUrl: string };
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

/** Starts a playground on a free port; it also ends when this process does. Needs Node 24. */
export async function startPlayground(): Promise<Playground> {
	const child = spawn(process.execPath, ['playground/main.ts', '--port', '0', '--exit-with-parent'], {
		cwd: ROOT,
		stdio: ['pipe', 'pipe', 'pipe'],
	});
	const { url, storageUrl } = await readUrls(child);
	return {
		url,
		storageUrl,
		pid: child.pid,
		baseUrl: (provider) => `${url}/${provider}`,
		async account(settings) {
			const { id, apiKey } = await call<{ id: string; apiKey: string }>(
				`${url}/control/accounts`,
				'POST',
				settings ? { settings } : {},
			);
			return accountAt(url, id, apiKey);
		},
		async close() {
			if (child.exitCode !== null) return;
			const gone = once(child, 'exit');
			child.kill('SIGTERM');
			await gone;
		},
	};
}
