import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import type { Candidate, Job, Measurement, Reply } from './work.ts';

/** Starts and controls the process of one candidate. */
export class WorkerProcess {
	readonly #child: ChildProcess;

	private constructor(child: ChildProcess) {
		this.#child = child;
	}

	static async start(candidate: Candidate, packageFolder: string): Promise<WorkerProcess> {
		const folder = await mkdtemp(path.join(tmpdir(), `bench-${candidate}-`));
		const program = path.join(import.meta.dirname, 'worker.ts');
		const child = fork(program, [candidate, packageFolder, folder], {
			stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
		});
		const worker = new WorkerProcess(child);
		await worker.#message();
		return worker;
	}

	async run(job: Job): Promise<Measurement> {
		const received = this.#message();
		this.#child.send(job);
		const reply = (await received) as Reply;
		if ('error' in reply) throw new Error(reply.error);
		return reply.measurement;
	}

	/** Ends the process, which deletes its files. */
	async stop(): Promise<void> {
		if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
		const exit = once(this.#child, 'exit');
		this.#child.disconnect();
		await exit;
	}

	async #message(): Promise<unknown> {
		const stop = new AbortController();
		const { signal } = stop;
		try {
			const ended = once(this.#child, 'exit', { signal }).then(() => {
				throw new Error('The process of a candidate exited');
			});
			const [message] = (await Promise.race([once(this.#child, 'message', { signal }), ended])) as [unknown];
			return message;
		} finally {
			stop.abort();
		}
	}
}
