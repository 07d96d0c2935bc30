import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';

import type { AccountSettings, JournalEntry } from '../playground/accounts/types.ts';
import type { Fault } from '../playground/faults/types.ts';
import type { Target } from './work.ts';

/** How an account of the simulated provider behaves. */
export interface ProviderSetup {
	/** Default: `asyncflow`. */
	name?: 'asyncflow' | 'aivoiceclonefree';
	settings: Partial<AccountSettings>;
	faults?: Fault[];
}

/** What the provider has seen of one run. */
export interface Seen {
	requests: number;
	/** Requests that were answered 429. */
	refused: number;
	/** Requests that cost something. */
	charged: number;
	/** Characters that were charged. */
	characters: number;
	/** Texts that were charged more than once. */
	chargedAgain: number;
	/** The most requests that were unanswered at one moment. */
	mostAtOnce: number;
}

export interface Account {
	target: Target;
	seen: () => Promise<Seen>;
}

export interface Playground {
	/** A new account, so that what was seen is that of one run. */
	account: (setup: ProviderSetup) => Promise<Account>;
	close: () => Promise<void>;
}

async function call<Result>(url: string, body?: unknown): Promise<Result> {
	const response = await fetch(url, {
		...(body !== undefined && {
			method: 'POST',
			body: JSON.stringify(body),
			headers: { 'content-type': 'application/json' },
		}),
	});
	const text = await response.text();
	if (!response.ok) throw new Error(`${url} answered ${response.status}: ${text}`);
	return (text === '' ? undefined : JSON.parse(text)) as Result;
}

/** Starts the simulated providers in a process of their own. */
export async function startPlayground(root: string): Promise<Playground> {
	const program = path.join(root, 'playground', 'main.ts');
	const child = spawn(process.execPath, [program, '--exit-with-parent'], {
		cwd: root,
		stdio: ['pipe', 'pipe', 'inherit'],
	});
	const ended = once(child, 'exit').then(() => Promise.reject(new Error('The playground has ended')));
	const line = once(createInterface({ input: child.stdout }), 'line').then(([text]) => String(text));
	const { url } = JSON.parse(await Promise.race([line, ended])) as { url: string };
	const gone = ended.catch(() => undefined);
	return {
		account: async (setup) => await newAccount(url, setup),
		async close() {
			child.kill('SIGTERM');
			await gone;
		},
	};
}

async function newAccount(
	url: string,
	{ name = 'asyncflow', settings, faults = [] }: ProviderSetup,
): Promise<Account> {
	const { id, apiKey } = await call<{ id: string; apiKey: string }>(`${url}/control/accounts`, { settings });
	const own = `${url}/control/accounts/${id}`;
	if (faults.length > 0) await call(`${own}/faults`, faults);
	return {
		target: { baseUrl: `${url}/${name}`, apiKey },
		async seen() {
			const { usage } = await call<{ usage: { maxInFlight: number } }>(own);
			return summarise(await call<JournalEntry[]>(`${own}/requests`), usage.maxInFlight);
		},
	};
}

/** The text of a request in JSON, or of a form. */
function textOf(body: unknown): string {
	const { transcript, fields } = body as { transcript?: string; fields?: { text?: string } };
	return transcript ?? fields?.text ?? '';
}

function summarise(journal: JournalEntry[], mostAtOnce: number): Seen {
	const charged = journal.filter((entry) => entry.charged > 0);
	const texts = charged.map(({ body }) => textOf(body));
	const once = new Set<string>();
	const again = texts.filter((text) => once.size === once.add(text).size);
	return {
		requests: journal.length,
		refused: journal.filter(({ status }) => status === 429).length,
		charged: charged.length,
		characters: charged.reduce((sum, entry) => sum + entry.charged, 0),
		chargedAgain: new Set(again).size,
		mostAtOnce,
	};
}
