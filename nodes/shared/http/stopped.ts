import { ProviderError } from './errors';
import type { Call } from './types';

export const STOPPED = {
	cancelled: {
		title: 'Execution cancelled',
		nextStep: 'Run the workflow again to get the result',
	},
	stopped: {
		title: 'Not sent, because the run had already failed',
		nextStep: 'Fix the first error, then run the workflow again',
	},
} as const;

/**
 * Nothing more is sent, because the execution was cancelled or something else has failed.
 *
 * @param cause Why it was not sent earlier.
 */
export function stoppedError(call: Pick<Call, 'connection'>, cause?: ProviderError): ProviderError {
	const kind = isCancelled(call) ? 'cancelled' : 'stopped';
	return new ProviderError({ kind, ...STOPPED[kind] }, cause);
}

export const isCancelled = ({ connection }: Pick<Call, 'connection'>): boolean =>
	connection.cancelled?.aborted === true;
