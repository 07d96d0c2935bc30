import { wait } from './wait';

/** A source of time, which tests simulate. */
export interface Clock {
	/** Returns milliseconds since an arbitrary time; never goes backwards. */
	readonly now: () => number;
	readonly sleep: (milliseconds: number) => Promise<void>;
}

/** Monotonic, so setting the machine's clock does not affect a wait. */
export const systemClock: Clock = {
	now: () => performance.now(),
	sleep: async (milliseconds) => {
		await wait(milliseconds);
	},
};
