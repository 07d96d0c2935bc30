import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { ProviderError } from '../http/errors';
import { Gate } from '../http/gate';
import type { Place } from './nodeErrors';
import { toNodeError } from './nodeErrors';

/**
 * Runs the operation for every input item, at most `concurrency` at once, and puts the results in the
 * order of the input, each paired with its item. With "continue on fail" an item that failed yields
 * `{ error }` and the others go on; otherwise no further item is started, those under way are awaited
 * (they are paid for), and the first failure in input order is thrown.
 *
 * @param concurrency Items at once, a whole number from 1.
 */
export async function runItems(
	context: IExecuteFunctions,
	place: Omit<Place, 'itemIndex'>,
	concurrency: number,
	runItem: (itemIndex: number) => Promise<INodeExecutionData[]>,
): Promise<INodeExecutionData[]> {
	const count = context.getInputData().length;
	const results: INodeExecutionData[][] = [];
	const failures: Array<ReturnType<typeof toNodeError> | undefined> = [];
	const isCancelled = () => context.getExecutionCancelSignal()?.aborted === true;
	const continueOnFail = context.continueOnFail();
	const gate = new Gate(concurrency);

	const start = async (itemIndex: number): Promise<void> => {
		if (failures.length > 0 || isCancelled()) return;
		try {
			const items = await runItem(itemIndex);
			results[itemIndex] = items.map((item) => ({ ...item, pairedItem: { item: itemIndex } }));
		} catch (thrown) {
			const error = toNodeError(thrown, { ...place, itemIndex });
			if (continueOnFail && !isCancelled()) {
				results[itemIndex] = [{ ...failedItem(thrown, error), pairedItem: { item: itemIndex } }];
				return;
			}
			failures[itemIndex] = error;
		}
	};

	await Promise.all(
		Array.from({ length: count }, async (_, itemIndex) => {
			await gate.run(async () => {
				await start(itemIndex);
			});
		}),
	);
	const failure = failures.find((error) => error !== undefined);
	if (failure === undefined) return results.flat();
	const tasks = results.flat().flatMap(({ json }) => (json['taskId'] ?? json['task_id'] ?? []) as string);
	if (tasks.length > 0) {
		// n8n drops what the other items gave, but it is paid for.
		failure.description = `${failure.description ?? ''} Other items had created these tasks: ${tasks.join(', ')}.`;
	}
	throw failure;
}

/**
 * What stands in for an item that failed. n8n reduces one that carries the error object to `{ error }`; the
 * fields `message` and `details` it keeps as they are, and still takes the item for failed.
 */
function failedItem(thrown: unknown, error: ReturnType<typeof toNodeError>): INodeExecutionData {
	const { details, binary } = thrown instanceof ProviderError ? thrown : {};
	const files = binary !== undefined && { binary };
	if (details === undefined) return { json: { error: error.message }, ...files, error };
	const json = { error: error.message, message: error.description ?? '', details: { ...details } };
	return { json, ...files };
}
