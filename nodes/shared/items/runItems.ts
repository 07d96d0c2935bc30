import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { mapConcurrently } from '../concurrency/mapConcurrently';
import { Scope } from '../concurrency/scope';
import { ProviderError } from '../http/errors';
import { stoppedError } from '../http/stopped';
import type { Connection } from '../http/types';
import { Ledger } from './ledger';
import { paidAddition, paidDetails, paidFiles } from './paidWork';
import type { ErrorLocation } from './toNodeError';
import { factsOf, toNodeError } from './toNodeError';

/** An operation that runs for each input item. */
interface ItemsRun {
	readonly context: IExecuteFunctions;
	readonly connection: Connection;
	readonly location: ErrorLocation;
	/** Names of the provider and the operation in the output. */
	readonly provider: string;
	readonly operation: string;
	readonly runItem: (item: ItemWork) => Promise<INodeExecutionData[]>;
}

export interface ItemWork {
	readonly itemIndex: number;
	readonly ledger: Ledger;
	/** Aborts when nothing new may be sent. */
	readonly stopping: AbortSignal;
	/**
	 * Call when the item is bound to fail, even if it is still running. Unless the run continues on failure, nothing
	 * new is sent for any item.
	 */
	readonly stopRun: () => void;
}

/**
 * Runs the operation for all input items concurrently. Results are in input order and paired with their items.
 *
 * With "continue on fail", a failed item becomes `{ error, message, details }` with the files that were paid for, and
 * the other items continue. Otherwise the first failure stops the run: nothing new is sent, requests in flight
 * are awaited (they are paid for), and the error lists everything that was paid for.
 */
export async function runItems(run: ItemsRun): Promise<INodeExecutionData[]> {
	const { context, connection } = run;
	const items = context.getInputData();
	const ledgers = items.map(() => new Ledger());
	const continueOnFail = context.continueOnFail();
	const scope = new Scope([connection.cancelled]);
	const stopRun = continueOnFail ? () => undefined : scope.stop;
	const work = async (ledger: Ledger, itemIndex: number): Promise<INodeExecutionData[]> =>
		await run.runItem({ itemIndex, ledger, stopping: scope.signal, stopRun }).catch((error: unknown) => {
			stopRun();
			throw error;
		});
	const outcomes = await mapConcurrently(ledgers, connection.concurrency, scope.signal, work);
	scope.release();

	if (connection.cancelled?.aborted === true) throw toNodeError(stoppedError(run), run.location);
	const failures = outcomes.flatMap((outcome, itemIndex) =>
		outcome?.status === 'rejected' ? [{ itemIndex, reason: outcome.reason as unknown }] : [],
	);
	// Stopped items are a consequence, so report the failure that stopped them.
	const first = failures.find(({ reason }) => !isStopped(reason)) ?? failures[0];
	if (first !== undefined && !continueOnFail) {
		const { itemIndex, reason } = first;
		throw toNodeError(reason, { ...run.location, itemIndex }, paidAddition(context, ledgers));
	}
	return outcomes.flatMap((outcome, item) => {
		const results =
			outcome?.status === 'fulfilled'
				? outcome.value
				: [failedItem(run, item, outcome?.reason, ledgers[item] ?? new Ledger())];
		return results.map((result) => ({ ...result, pairedItem: { item } }));
	});
}

/** Returns all input items as failed, for an error before the first item is processed. */
export function failAll(run: Omit<ItemsRun, 'connection' | 'runItem'>, error: unknown): INodeExecutionData[] {
	return run.context
		.getInputData()
		.map((_, item) => ({ ...failedItem(run, item, error, new Ledger()), pairedItem: { item } }));
}

/**
 * Creates the output of a failed item. n8n would reduce an item with an error object to `{ error }`. With the fields
 * `message` and `details` instead, n8n keeps the item unchanged and still treats it as failed.
 */
function failedItem(
	{
		context,
		location,
		provider,
		operation,
	}: Pick<ItemsRun, 'context' | 'location' | 'provider' | 'operation'>,
	itemIndex: number,
	reason: unknown,
	ledger: Ledger,
): INodeExecutionData {
	const error = toNodeError(reason, { ...location, itemIndex });
	const details = {
		provider,
		operation,
		...factsOf(reason),
		...paidDetails(context, ledger),
	};
	const json = { error: error.message, message: error.description ?? '', details };
	return ledger.audio.length === 0 ? { json } : { json, binary: paidFiles(ledger) };
}

const isStopped = (reason: unknown): boolean => reason instanceof ProviderError && reason.kind === 'stopped';
