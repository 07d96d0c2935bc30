import type { Clock } from '../../nodes/shared/concurrency/clock';

/** A clock that advances only when no other work is left. */
export class SimulatedClock implements Clock {
	private time = 0;
	private timers: Array<{ at: number; ring: () => void }> = [];

	readonly now = (): number => this.time;

	readonly sleep = async (milliseconds: number): Promise<void> => {
		await new Promise<void>((ring) => this.timers.push({ at: this.time + Math.max(0, milliseconds), ring }));
	};

	/**
	 * Advances until the work is done.
	 *
	 * @throws If nothing would ever wake it.
	 */
	async run<T>(work: Promise<T>): Promise<T> {
		const progress = { isDone: false };
		const done = () => {
			progress.isDone = true;
		};
		work.then(done, done);
		for (;;) {
			// Work that can continue now runs first.
			await new Promise<void>((resolve) => setImmediate(resolve));
			if (progress.isDone) return await work;
			const next = this.timers.reduce<number>(
				(least, { at }, i) => (at < (this.timers[least]?.at ?? Infinity) ? i : least),
				0,
			);
			const [timer] = this.timers.splice(next, 1);
			if (timer === undefined) throw new Error('All work is waiting, and nothing will wake it');
			this.time = Math.max(this.time, timer.at);
			timer.ring();
		}
	}
}
