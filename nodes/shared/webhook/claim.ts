import type { IExecuteFunctions } from 'n8n-workflow';
import { createHash } from 'node:crypto';

const ENTRIES = { mode: 'entries' } as const;

/**
 * Claims a key for this node, permanently. Of all executions in all processes, exactly one gets the key.
 *
 * n8n's deduplication keeps one database row per workflow and node, and reads and writes it without a lock. A
 * separate row per key lets the table's primary key decide: the second insert fails. n8n derives the row from the
 * node ID, so the key is added to the node ID during the call.
 *
 * @returns `false` if the key was already claimed.
 * @throws n8n's error if the database is not available.
 */
export async function claim(context: IExecuteFunctions, key: string): Promise<boolean> {
	const entry = hash(key);
	const record = async () =>
		await forRow(context, entry, async () => {
			return await context.helpers.checkProcessedAndRecord([entry], 'node', ENTRIES);
		});
	// The insert fails if another execution was faster or the database has a problem. The second call tells them
	// apart: it finds the row of the other execution, inserts one, or fails again.
	const outcome = await record().catch(record);
	return outcome.new.length > 0;
}

/** Releases a claimed key, so that another execution can claim it. */
export async function releaseClaim(context: IExecuteFunctions, key: string): Promise<void> {
	await forRow(context, hash(key), async () => {
		await context.helpers.clearAllProcessedItems('node', ENTRIES);
	});
}

/**
 * n8n reads the node ID before its first await, so it is restored right after the call and nothing else sees the
 * change. If a later n8n reads it after an await, all keys share one row. Claims still work then, since the entries
 * differ, but two executions at the same moment could both get a key. The e2e tests detect that.
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

/** Returns 43 characters, since n8n's database column holds at most 255. */
const hash = (key: string): string => createHash('sha256').update(key).digest('base64url');
