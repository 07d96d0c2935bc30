import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { mapConcurrently } from '../concurrency/mapConcurrently';
import { Scope } from '../concurrency/scope';
import { stoppedError } from '../http/attempt';
import { ProviderError } from '../http/errors';
import type { Connection } from '../http/types';
import { Ledger } from './ledger';
import { paidAddition, paidDetails, paidFiles } from './paidWork';
import type { ErrorLocation } from './toNodeError';
import { factsOf, toNodeError } from './toNodeError';

/** What runs for every item of the input. */
export interface ItemsRun {
	readonly context: IExecuteFunctions;
	readonly connection: Connection;
	readonly location: ErrorLocation;
	/** Machine names of the provider and the operation, as in every output. */
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
	 * Tells that the item cannot succeed any more, before it has ended: nothing new is sent for the others either
	 * then, if its failure is that of the run.
	 */
	readonly stopRun: () => void;
}

/**
 * Runs the operation for every input item, several at a time, and puts the results in the order of the
 * input, each paired with its item. With "continue on fail" an item that failed becomes
 * `{ error, message, details }`, with the files that were paid for, and the others go on. Otherwise the first
 * failure stops the run: nothing new is sent, requests in flight are awaited (they are paid for), and the
 * error names all that was paid for.
 */
export async function runItems(run: ItemsRun): Promise<INodeExecutionData[]> {
	const { context, connection } = run;
	const items = context.getInputData();
	const ledgers = items.map(() => new Ledger());
	const continueOnFail = context.continueOnFail();
	const scope = new Scope([connection.cancelled]);
	const failing = continueOnFail ? () => undefined : scope.stop;
	const work = async (ledger: Ledger, itemIndex: number): Promise<INodeExecutionData[]> =>
		await run
			.runItem({ itemIndex, ledger, stopping: scope.signal, stopRun: failing })
			.catch((error: unknown) => {
				failing();
				throw error;
			});
	const outcomes = await mapConcurrently(ledgers, connection.concurrency, scope.signal, work);
	scope.release();

	if (connection.cancelled?.aborted === true) throw toNodeError(stoppedError(run), run.location);
	const failures = outcomes.flatMap((outcome, itemIndex) =>
		outcome?.status === 'rejected' ? [{ itemIndex, reason: outcome.reason as unknown }] : [],
	);
	// What was stopped is a consequence, not the cause.
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

/** Every item of the input as failed, for what fails before any is worked on. */
export function failAll(run: Omit<ItemsRun, 'connection' | 'runItem'>, error: unknown): INodeExecutionData[] {
	return run.context
		.getInputData()
		.map((_, item) => ({ ...failedItem(run, item, error, new Ledger()), pairedItem: { item } }));
}

/**
 * What an item that failed becomes. n8n reduces one that carries the error object to `{ error }`; with the
 * fields `message` and `details` it keeps the item unchanged, and still treats it as failed.
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
