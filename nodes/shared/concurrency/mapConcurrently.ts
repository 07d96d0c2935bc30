import { settle } from './settle';

/** Result of a call; `undefined` if it was not made. */
export type Outcome<T> = PromiseSettledResult<T> | undefined;

/**
 * Calls a function for each input, concurrently and in order. After the signal aborts, no further call is made, and
 * pending calls are awaited. A failed call does not stop the others; abort the signal to stop them.
 *
 * @param limit Maximum number of pending calls, an integer from 1.
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

/** Returns the reasons of the failed calls, in the order of the inputs. */
export function reasonsOf(outcomes: ReadonlyArray<Outcome<unknown>>): unknown[] {
	return outcomes.flatMap((outcome) => (outcome?.status === 'rejected' ? [outcome.reason as unknown] : []));
}
