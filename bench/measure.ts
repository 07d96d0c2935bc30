import type { Playground } from '../tools/playground.ts';
import { openAccount, type ProviderSetup } from './accounts.ts';
import type { Case, CaseResult, Contender, Run } from './scenario.ts';
import { expectedResults, type Candidate, type Work } from './work.ts';
import { WorkerProcess } from './workerProcess.ts';

/** Runs contenders in processes of their own. */
export class Bench {
	readonly #playground: Playground;
	readonly #packageFolder: string;
	readonly #workers = new Map<Candidate, Promise<WorkerProcess>>();

	/** @param packageFolder Our package, built. */
	constructor(playground: Playground, packageFolder: string) {
		this.#playground = playground;
		this.#packageFolder = packageFolder;
	}

	/** Measures the contenders of a case in turns, one at a time, so that a slow moment of the machine affects all. */
	async measure(one: Case): Promise<CaseResult> {
		const entries = one.contenders.map((contender) => ({ contender, runs: [] as Run[] }));
		if (one.freshProcess !== true) for (const { contender } of entries) await this.#warmUp(contender, one);
		for (let round = 0; round < one.rounds; round += 1) {
			for (const { contender, runs } of rotated(entries, round)) {
				if (round >= (contender.rounds ?? one.rounds)) continue;
				if (one.freshProcess === true) {
					await this.close();
					await this.#warmUp(contender, one);
				}
				runs.push(await this.#run(contender, one.provider, one.decode));
			}
		}
		return entries;
	}

	/** Ends the processes of the candidates. They start again when needed. */
	async close(): Promise<void> {
		const workers = [...this.#workers.values()];
		this.#workers.clear();
		await Promise.all(workers.map(async (worker) => (await worker).stop()));
	}

	async #warmUp(contender: Contender, { warmUp }: Case): Promise<void> {
		await this.#run({ ...contender, work: withoutWaiting(contender.work), mayFail: false }, warmUp);
	}

	async #run(
		{ name, candidate, work, mayFail = false }: Contender,
		provider: ProviderSetup,
		decode = false,
	): Promise<Run> {
		const account = await openAccount(this.#playground, provider);
		const worker = await this.#worker(candidate);
		const measurement = await worker.run({ work, target: account.target, decode });
		const expected = expectedResults(work);
		if (!mayFail && measurement.done < expected) {
			const why = measurement.failure ?? 'no error message';
			throw new Error(
				`${name} returned ${measurement.done} of ${expected} ${expected === 1 ? 'result' : 'results'}: ${why}`,
			);
		}
		return { ...measurement, ...(await account.seen()) };
	}

	async #worker(candidate: Candidate): Promise<WorkerProcess> {
		const worker = this.#workers.get(candidate) ?? WorkerProcess.start(candidate, this.#packageFolder);
		this.#workers.set(candidate, worker);
		return await worker;
	}
}

/** The same work without intentional waits. */
function withoutWaiting(work: Work): Work {
	if (work.kind !== 'speech') return work;
	const { kind, texts, format, inFlight } = work;
	return { kind, texts, format, inFlight };
}

/** Starts each round with another entry. */
function rotated<Entry>(entries: readonly Entry[], by: number): Entry[] {
	const at = by % entries.length;
	return [...entries.slice(at), ...entries.slice(0, at)];
}
