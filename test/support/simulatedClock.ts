import type { Clock } from '../../nodes/shared/concurrency/clock';

/** Time that passes only when nothing else is left to do. */
export class SimulatedClock implements Clock {
	private time = 0;
	private timers: Array<{ at: number; ring: () => void }> = [];

	readonly now = (): number => this.time;

	readonly sleep = async (milliseconds: number): Promise<void> => {
		await new Promise<void>((ring) => this.timers.push({ at: this.time + Math.max(0, milliseconds), ring }));
	};

	/**
	 * Lets time pass until the work is done.
	 *
	 * @throws when nothing would ever wake it.
	 */
	async run<T>(work: Promise<T>): Promise<T> {
		const progress = { isDone: false };
		const done = () => {
			progress.isDone = true;
		};
		work.then(done, done);
		for (;;) {
			// Everything that can go on at this moment does so first.
			await new Promise<void>((resolve) => setImmediate(resolve));
			if (progress.isDone) return await work;
			const next = this.timers.reduce<number>(
				(least, { at }, i) => (at < (this.timers[least]?.at ?? Infinity) ? i : least),
				0,
			);
			const [timer] = this.timers.splice(next, 1);
			if (timer === undefined) throw new Error('Everything waits, and nothing will wake it');
			this.time = Math.max(this.time, timer.at);
			timer.ring();
		}
	}
}
