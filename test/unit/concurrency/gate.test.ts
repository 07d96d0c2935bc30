import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { OPEN, serveAll, setUp, UNSTATED } from './simulatedProvider';

describe('a gate', () => {
	it('serves each request once, and never exceeds the limits of a run and of the provider', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(
					fc.record({ items: fc.integer({ min: 1, max: 30 }), concurrency: fc.integer({ min: 1, max: 12 }) }),
					{
						minLength: 1,
						maxLength: 6,
					},
				),
				fc.integer({ min: 1, max: 8 }),
				fc.integer({ min: 1, max: 500 }),
				async (runs, limit, latencyMs) => {
					const { provider, gate } = setUp(limit, latencyMs);
					const requested = runs.reduce((sum, { items }) => sum + items, 0);
					const { elapsed } = await serveAll(provider, gate, runs);
					expect(provider.served).toBe(requested);
					expect(provider.maxActive).toBeLessThanOrEqual(limit);
					const maxConcurrent = Math.min(
						limit,
						runs.reduce((sum, { concurrency }) => sum + concurrency, 0),
					);
					expect(elapsed).toBeGreaterThanOrEqual(Math.floor(requested / maxConcurrent) * latencyMs);
				},
			),
			{ numRuns: 150 },
		);
	});

	it('makes full use of an unknown limit', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.integer({ min: 1, max: 25 }),
				fc.integer({ min: 1, max: 40 }),
				fc.boolean(),
				fc.boolean(),
				async (limit, concurrency, perTime, names) => {
					const { provider, gate } = setUp(limit, 1000);
					provider.refusal = {
						perTime,
						retryAfterMs: undefined,
						limit: names && !perTime ? limit : undefined,
					};
					const items = 20 * Math.min(limit, concurrency);
					const { elapsed } = await serveAll(provider, gate, [{ items, concurrency }]);
					const ideal = (items / Math.min(limit, concurrency)) * 1000;
					expect(ideal / elapsed).toBeGreaterThan(0.9);
					// Probes become rarer: fewer refusals than served requests.
					expect(provider.refused).toBeLessThan(Math.max(0, concurrency - limit) + items / 2 + 5);
				},
			),
			{ numRuns: 100 },
		);
	});

	it('adopts a stated limit immediately, and never probes above it', async () => {
		const { provider, gate } = setUp(4, 100);
		provider.refusal = { ...UNSTATED, limit: 4 };
		await serveAll(provider, gate, [{ items: 200, concurrency: 10 }]);
		expect(provider.refused).toBe(6);
	});

	it('finds capacity that other clients of the account have freed', async () => {
		const { provider, gate, clock } = setUp(1, 100);
		await serveAll(provider, gate, [{ items: 20, concurrency: 20 }]);
		provider.limit = 20;
		const before = clock.now();
		await serveAll(provider, gate, [{ items: 400, concurrency: 20 }]);
		// 20 at a time would take 2 s, one at a time 40 s.
		expect(clock.now() - before).toBeLessThan(10_000);
	});

	it('waits as long as the provider states, and no longer', async () => {
		const { provider, gate, clock } = setUp(0, 100);
		provider.refusal = { perTime: true, retryAfterMs: 4000, limit: undefined };
		const sent: number[] = [];
		const flow = gate.open(5);
		await clock.run(
			(async () => {
				const all = Array.from({ length: 3 }, async () => {
					await provider.serve(gate, flow);
					sent.push(clock.now());
				});
				await clock.sleep(10);
				provider.limit = 10;
				await Promise.all(all);
			})(),
		);
		expect(sent).toHaveLength(3);
		for (const time of sent) expect(time).toBeLessThan(4200);
		for (const time of sent) expect(time).toBeGreaterThanOrEqual(4000);
	});

	it('backs off when all requests are refused and the stated wait is 0', async () => {
		const { provider, gate, clock } = setUp(0, 100);
		provider.refusal = { perTime: true, retryAfterMs: 0, limit: undefined };
		const flow = gate.open(1);
		await clock.run(
			(async () => {
				const served = provider.serve(gate, flow);
				await clock.sleep(60_000);
				provider.limit = 1;
				await served;
			})(),
		);
		// 0.5 s, 1 s, 2 s, 4 s …: a minute holds about seven.
		expect(provider.refused).toBeGreaterThan(3);
		expect(provider.refused).toBeLessThan(12);
	});
});

describe('runs that share an account', () => {
	it('take turns: fifty runs with one item do not wait for a run with a thousand', async () => {
		const { provider, gate } = setUp(5, 100);
		const runs = [
			{ items: 1000, concurrency: 100 },
			...Array.from({ length: 50 }, () => ({ items: 1, concurrency: 5 })),
		];
		const { ends } = await serveAll(provider, gate, runs);
		const [long = 0, ...short] = ends;
		expect(provider.served).toBe(1050);
		// The long run takes 20 s; until the short runs are done, every second request is theirs.
		expect(Math.max(...short)).toBeLessThan(long / 5);
	});

	it('make full use of the limit together', async () => {
		const { provider, gate } = setUp(5, 100);
		const { elapsed } = await serveAll(
			provider,
			gate,
			Array.from({ length: 50 }, () => ({ items: 1, concurrency: 5 })),
		);
		expect(((50 / 5) * 100) / elapsed).toBeGreaterThan(0.9);
	});

	it('get the slots of a closed run, which sends no more requests', async () => {
		const { clock, gate } = setUp(1, 100);
		const first = gate.open(3);
		const other = gate.open(3);
		const held = await gate.enter(first, OPEN);
		held?.refuse({ ...UNSTATED, limit: 1 });
		await clock.run(
			(async () => {
				const mine = await gate.enter(first, OPEN);
				const waiting = gate.enter(other, OPEN);
				gate.close(first);
				expect(await waiting).toBeDefined();
				// A late result of a closed run is ignored.
				mine?.succeed();
				expect(await gate.enter(first, OPEN)).toBeUndefined();
			})(),
		);
	});
});

describe('stopping a request', () => {
	it('ends its wait, frees its slot only once, and lets all other requests continue', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 20 }),
				fc.integer({ min: 1, max: 4 }),
				async (stops, limit) => {
					const { provider, gate, clock } = setUp(limit, 100);
					const flow = gate.open(3);
					const work = stops.map(async (stopAt) => {
						const stop = new AbortController();
						const served = provider.serve(gate, flow, stop.signal);
						await clock.sleep(stopAt);
						stop.abort();
						return await served;
					});
					const others = Array.from({ length: 10 }, async () => await provider.serve(gate, flow));
					const [stopped, rest] = await clock.run(Promise.all([Promise.all(work), Promise.all(others)]));
					expect(rest).toEqual(others.map(() => true));
					expect(stopped.filter(Boolean).length + others.length).toBe(provider.served);
				},
			),
			{ numRuns: 100 },
		);
	});

	it('sends nothing if the signal has already aborted', async () => {
		const { gate } = setUp(1, 100);
		expect(await gate.enter(gate.open(1), AbortSignal.abort())).toBeUndefined();
	});
});

describe('a long queue', () => {
	it('takes linear time', async () => {
		const timeOf = async (count: number) => {
			const { gate } = setUp(1, 1);
			const flow = gate.open(1);
			const started = performance.now();
			await Promise.all(
				Array.from({ length: count }, async () => {
					(await gate.enter(flow, OPEN))?.succeed();
				}),
			);
			return performance.now() - started;
		};
		await timeOf(2000);
		const short = await timeOf(5000);
		const long = await timeOf(50_000);
		// Ten times the work. With `Array.shift`, it took a hundred times as long.
		expect(long / short).toBeLessThan(40);
	}, 60_000);
});
