import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import type { Candidate, Job, Measurement, Reply } from './work.ts';

/** The process of one candidate, seen from outside. */
export class WorkerProcess {
	readonly #child: ChildProcess;
	readonly #folder: string;

	private constructor(child: ChildProcess, folder: string) {
		this.#child = child;
		this.#folder = folder;
	}

	static async start(candidate: Candidate, packageFolder: string): Promise<WorkerProcess> {
		const folder = await mkdtemp(path.join(tmpdir(), `bench-${candidate}-`));
		const program = path.join(import.meta.dirname, 'worker.ts');
		const child = fork(program, [candidate, packageFolder, folder], {
			stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
		});
		const worker = new WorkerProcess(child, folder);
		await worker.#message();
		return worker;
	}

	async run(job: Job): Promise<Measurement> {
		const answer = this.#message();
		this.#child.send(job);
		const reply = (await answer) as Reply;
		if ('error' in reply) throw new Error(reply.error);
		return reply.measurement;
	}

	/** Ends the process and removes what it has written. */
	async stop(): Promise<void> {
		if (this.#child.exitCode === null && this.#child.signalCode === null) {
			const exit = once(this.#child, 'exit');
			this.#child.disconnect();
			await exit;
		}
		await rm(this.#folder, { recursive: true, force: true });
	}

	async #message(): Promise<unknown> {
		const stop = new AbortController();
		const { signal } = stop;
		try {
			const ended = once(this.#child, 'exit', { signal }).then(() => {
				throw new Error('The process of a candidate has ended');
			});
			const [message] = (await Promise.race([once(this.#child, 'message', { signal }), ended])) as [unknown];
			return message;
		} finally {
			stop.abort();
		}
	}
}
