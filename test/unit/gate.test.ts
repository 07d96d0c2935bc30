import { describe, expect, it } from '@jest/globals';

import { Gate } from '../../nodes/shared/http/gate';

/** A task that ends when told to. */
function task() {
	let finish: () => void = () => undefined;
	const done = new Promise<void>((resolve) => {
		finish = resolve;
	});
	return {
		run: async () => {
			await done;
		},
		finish,
	};
}

const settle = async () => {
	for (let i = 0; i < 10; i += 1) await Promise.resolve();
};

describe('Gate', () => {
	it('runs no more at once than it may, in the order in which they came', async () => {
		const gate = new Gate(2);
		const started: number[] = [];
		const tasks = [0, 1, 2, 3].map(() => task());
		const all = Promise.all(
			tasks.map(async ({ run }, i) => {
				await gate.run(async () => {
					started.push(i);
					await run();
				});
			}),
		);
		await settle();
		expect(started).toEqual([0, 1]);
		tasks[1]?.finish();
		await settle();
		expect(started).toEqual([0, 1, 2]);
		for (const { finish } of tasks) finish();
		await all;
		expect(started).toEqual([0, 1, 2, 3]);
	});

	it('lets the next in when a task fails', async () => {
		const gate = new Gate(1);
		await expect(gate.run(async () => await Promise.reject(new Error('no')))).rejects.toThrow('no');
		await expect(gate.run(async () => await Promise.resolve('yes'))).resolves.toBe('yes');
	});

	it('halves on too many at once, climbs by one per round, never beyond its bounds', async () => {
		const gate = new Gate(8);
		const tasks = Array.from({ length: 8 }, () => task());
		const all = Promise.all(
			tasks.map(async ({ run }) => {
				await gate.run(run);
			}),
		);
		gate.slowDown();
		expect(gate.current).toBe(4);
		for (let i = 0; i < 10; i += 1) gate.slowDown();
		expect(gate.current).toBe(1);
		gate.speedUp();
		expect(gate.current).toBe(2);
		for (let i = 0; i < 1000; i += 1) gate.speedUp();
		expect(gate.current).toBe(8);
		for (const { finish } of tasks) finish();
		await all;
	});

	it('says how long everything is to wait, and is not talked out of it by a shorter time', () => {
		const gate = new Gate(2);
		expect(gate.pause).toBe(0);
		gate.pauseFor(60_000);
		gate.pauseFor(1000);
		expect(gate.pause).toBeGreaterThan(55_000);
		expect(gate.pause).toBeLessThanOrEqual(60_000);
	});
});
