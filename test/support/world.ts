import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { N8nCore } from './n8nCore';
import type { AccountSettings, JournalEntry, Playground, PlaygroundAccount } from './playground';
import { startPlayground } from './playground';

/** n8n's engine, the simulated providers, and a new account with them for each test. */
export interface World {
	core: N8nCore;
	playground: Playground;
	account: PlaygroundAccount;
}

/** Sets up a world for the tests of a file. Use its fields inside tests only. */
export function useWorld(settings?: Partial<AccountSettings>): World {
	const world = {} as World;
	beforeAll(async () => {
		[world.core, world.playground] = await Promise.all([N8nCore.load(), startPlayground()]);
	});
	afterAll(async () => {
		await world.playground.close();
	});
	beforeEach(async () => {
		world.account = await world.playground.account(settings);
	});
	return world;
}

/** Low rates, for tests that do not check the sound. */
export const SMALL = { sampleRate: 8000, bitRate: 32_000, modelId: 'async_flash_v1.0' };

/** The smallest limit of characters per request. */
export const CHUNK = 100;

/** A text of sentences that each fill a chunk of `CHUNK` characters. */
export const sentences = (count: number): string =>
	Array.from({ length: count }, (_, i) =>
		`Sentence ${i} tells that the sea was calm and that we were slow`
			.padEnd(CHUNK - 2, ' so slow')
			.concat('. '),
	).join('');

/** Items with different text in `line`. */
export const lines = (count: number): INodeExecutionData[] =>
	Array.from({ length: count }, (_, i) => ({ json: { line: `Line number ${i}.` } }));

/** The transcripts in requests and WebSocket messages, oldest first, without keep-alives. */
export function transcriptsIn(requests: readonly JournalEntry[]): string[] {
	const bodies = requests.flatMap(({ body, socket }) => [body, ...(socket?.received ?? [])]);
	return bodies.flatMap((body) => {
		const transcript = (body as IDataObject | null)?.transcript;
		return typeof transcript === 'string' && transcript.trim() !== '' ? [transcript] : [];
	});
}

/** Waits, to show that something does not happen. */
export const pause = async (milliseconds: number): Promise<void> => {
	await new Promise((resolve) => setTimeout(resolve, milliseconds));
};
