import type { IExecuteFunctions } from 'n8n-workflow';
import { createHash } from 'node:crypto';

const ENTRIES = { mode: 'entries' } as const;

/**
 * Claims a key for this node, once and for all: of any number of executions, in any number of processes,
 * exactly one is told that the key is its own.
 *
 * n8n's deduplication keeps one database row per workflow and node, and reads and writes it without a lock.
 * A row of its own for each key makes the primary key of that table decide: inserting it a second time fails.
 * n8n derives the row from the ID of the node, so the ID carries the key while n8n is called.
 *
 * @returns `false` when the key was claimed before.
 * @throws whatever n8n throws when its database cannot be used.
 */
export async function claim(context: IExecuteFunctions, key: string): Promise<boolean> {
	const entry = hash(key);
	const record = async () =>
		await forRow(context, entry, async () => {
			return await context.helpers.checkProcessedAndRecord([entry], 'node', ENTRIES);
		});
	// The insert fails when another execution was faster, and when the database has a problem of its own. The
	// second call tells them apart: it finds the row of the other execution, makes one, or fails as well.
	const outcome = await record().catch(record);
	return outcome.new.length > 0;
}

/** Gives a claimed key back, so that the next execution can claim it. */
export async function releaseClaim(context: IExecuteFunctions, key: string): Promise<void> {
	await forRow(context, hash(key), async () => {
		await context.helpers.clearAllProcessedItems('node', ENTRIES);
	});
}

/**
 * n8n reads the ID of the node before its first await, so it is put back right after the call: nothing else
 * ever sees it. Should a later n8n read it afterwards, all keys share one row: still deduplicated, since the
 * entries differ, but no longer safe against two executions in the same instant. The e2e tests notice that.
 */
function forRow<T>(context: IExecuteFunctions, entry: string, call: () => Promise<T>): Promise<T> {
	const { node } = context.getExecuteData();
	const { id } = node;
	node.id = `${id}:${entry}`;
	try {
		return call();
	} finally {
		node.id = id;
	}
}

/** 43 characters, whatever the key: n8n's column for the row holds 255. */
const hash = (key: string): string => createHash('sha256').update(key).digest('base64url');
