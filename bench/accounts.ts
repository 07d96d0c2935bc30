import type { AccountSettings, JournalEntry } from '../playground/accounts/types.ts';
import type { Fault } from '../playground/faults/types.ts';
import type { Playground } from '../tools/playground.ts';
import type { Target } from './work.ts';

/** How an account with the simulated provider behaves. */
export interface ProviderSetup {
	/** Default: `asyncflow`. */
	name?: 'asyncflow' | 'aivoiceclonefree';
	settings: Partial<AccountSettings>;
	faults?: Fault[];
}

/** What the provider received in one run. */
export interface Seen {
	requests: number;
	/** Requests that were answered 429. */
	refused: number;
	/** Requests that were charged. */
	charged: number;
	/** Characters that were charged. */
	characters: number;
	/** Texts that were charged more than once. */
	chargedAgain: number;
	/** Largest number of requests in flight. */
	maxInFlight: number;
}

export interface Account {
	target: Target;
	seen: () => Promise<Seen>;
}

/** Opens an account for one run. */
export async function openAccount(
	playground: Playground,
	{ name = 'asyncflow', settings, faults = [] }: ProviderSetup,
): Promise<Account> {
	const account = await playground.account(settings);
	if (faults.length > 0) await account.fault(...faults);
	return {
		target: { baseUrl: playground.baseUrl(name), apiKey: account.apiKey },
		seen: async () => summarize(await account.requests(), (await account.usage()).maxInFlight),
	};
}

/** The text of a JSON request, or of a form. */
function textOf(body: unknown): string {
	const { transcript, fields } = body as { transcript?: string; fields?: { text?: string } };
	return transcript ?? fields?.text ?? '';
}

function summarize(journal: JournalEntry[], maxInFlight: number): Seen {
	const charged = journal.filter((entry) => entry.charged > 0);
	const texts = charged.map(({ body }) => textOf(body));
	const known = new Set<string>();
	const again = texts.filter((text) => known.size === known.add(text).size);
	return {
		requests: journal.length,
		refused: journal.filter(({ status }) => status === 429).length,
		charged: charged.length,
		characters: charged.reduce((sum, entry) => sum + entry.charged, 0),
		chargedAgain: new Set(again).size,
		maxInFlight,
	};
}
