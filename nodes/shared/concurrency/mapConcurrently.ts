import { settle } from './settle';

/** How one call went; `undefined` for one that was not made. */
export type Outcome<T> = PromiseSettledResult<T> | undefined;

/**
 * Calls a function for every input, several at a time, in order. Once the signal aborts, no further call is
 * made; those under way are awaited. A call that fails does not keep the others from being made: abort the
 * signal for that.
 *
 * @param limit Calls at a time, a whole number from 1.
 * @returns The outcomes in the order of the inputs.
 */
export async function mapConcurrently<T, R>(
	inputs: readonly T[],
	limit: number,
	signal: AbortSignal,
	call: (input: T, index: number) => Promise<R>,
): Promise<Array<Outcome<R>>> {
	const outcomes = new Array<Outcome<R>>(inputs.length).fill(undefined);
	let next = 0;
	const work = async (): Promise<void> => {
		while (next < inputs.length && !signal.aborted) {
			const index = next;
			next += 1;
			outcomes[index] = await settle(call(inputs[index] as T, index));
		}
	};
	await Promise.all(Array.from({ length: Math.min(limit, inputs.length) }, work));
	return outcomes;
}

/** The reasons of the calls that failed, in the order of the inputs. */
export function reasonsOf(outcomes: ReadonlyArray<Outcome<unknown>>): unknown[] {
	return outcomes.flatMap((outcome) => (outcome?.status === 'rejected' ? [outcome.reason as unknown] : []));
}
