import path from 'node:path';

import { startPlayground as start, type Playground } from '../../tools/playground.ts';

export type {
	AccountSettings,
	DeliveryEntry,
	FormNotes,
	JournalEntry,
	Notification,
} from '../../playground/accounts/types.ts';
export type { Fault } from '../../playground/faults/types.ts';
export type { Playground, PlaygroundAccount } from '../../tools/playground.ts';

const root = path.resolve(__dirname, '..', '..');

/** Starts the simulated providers on a free port; they also end when this process does. Requires Node 24. */
export const startPlayground = async (): Promise<Playground> => await start({ root });
