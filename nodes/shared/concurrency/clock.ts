import { wait } from './wait';

/** The passing of time; tests simulate it. */
export interface Clock {
	/** Milliseconds since an arbitrary moment; never goes backwards. */
	readonly now: () => number;
	/** Resolves after so many milliseconds. */
	readonly sleep: (milliseconds: number) => Promise<void>;
}

/** Monotonic, so that setting the machine's clock neither shortens nor prolongs a wait. */
export const systemClock: Clock = {
	now: () => performance.now(),
	sleep: async (milliseconds) => {
		await wait(milliseconds);
	},
};
