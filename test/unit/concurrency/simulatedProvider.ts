import type { Flow, Refusal, Slot } from '../../../nodes/shared/concurrency/flow';
import { Gate } from '../../../nodes/shared/concurrency/gate';
import { SimulatedClock } from '../../support/simulatedClock';

export const OPEN = new AbortController().signal;
export const UNSTATED: Refusal = { perTime: false, retryAfterMs: undefined, limit: undefined };

/** A provider that accepts a limited number of concurrent requests and refuses the others. */
export class Provider {
	active = 0;
	maxActive = 0;
	refused = 0;
	served = 0;
	refusal = UNSTATED;

	constructor(
		readonly clock: SimulatedClock,
		public limit: number,
		private readonly latencyMs: number,
		private readonly networkMs = 1,
	) {}

	/** Sends one request, until it is served. */
	async serve(gate: Gate, flow: Flow, signal = OPEN): Promise<boolean> {
		for (let slot = await gate.enter(flow, signal); slot !== undefined;) {
			await this.clock.sleep(this.networkMs);
			if (this.active < this.limit) {
				await this.work(slot);
				return true;
			}
			this.refused += 1;
			await this.clock.sleep(this.networkMs);
			slot = await slot.returnToQueue(this.refusal, signal);
		}
		return false;
	}

	private async work(slot: Slot): Promise<void> {
		this.active += 1;
		this.maxActive = Math.max(this.maxActive, this.active);
		await this.clock.sleep(this.latencyMs);
		this.active -= 1;
		this.served += 1;
		await this.clock.sleep(this.networkMs);
		slot.succeed();
	}
}

/** Runs several runs until all their requests are served. */
export async function serveAll(
	provider: Provider,
	gate: Gate,
	runs: ReadonlyArray<{ items: number; concurrency: number }>,
) {
	const { clock } = provider;
	const ends: number[] = [];
	const started = clock.now();
	await clock.run(
		Promise.all(
			runs.map(async ({ items, concurrency }, index) => {
				const flow = gate.open(concurrency);
				await Promise.all(Array.from({ length: items }, async () => await provider.serve(gate, flow)));
				ends[index] = clock.now() - started;
			}),
		),
	);
	return { ends, elapsed: clock.now() - started };
}

export const setUp = (limit: number, latencyMs: number) => {
	const clock = new SimulatedClock();
	return { clock, gate: new Gate(clock, () => 0.5), provider: new Provider(clock, limit, latencyMs) };
};
