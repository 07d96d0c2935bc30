import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface ProgramOptions {
	/** The checkout. */
	root: string;
	args: string[];
	cwd: string;
	env: NodeJS.ProcessEnv;
	/** File for all output. */
	logFile: string;
}

/** A program that always ends: by `stop`, or when this process ends in any other way. */
export interface Program {
	readonly exited: boolean;
	stop: () => Promise<void>;
	/** Kills it and everything it started. */
	kill: () => Promise<void>;
}

/** Lets n8n finish writing. */
const GRACE_MS = 8_000;
const STOP_MS = 15_000;

/** Starts a Node program under a keeper, which ends it when this process is gone. */
export function startProgram({ root, args, cwd, env, logFile }: ProgramOptions): Program {
	mkdirSync(path.dirname(logFile), { recursive: true });
	const keeper = path.join(root, 'tools', 'keeper.mjs');
	const child = spawn(process.execPath, [keeper, logFile, String(GRACE_MS), process.execPath, ...args], {
		cwd,
		env,
		// In a process group of its own, Ctrl-C does not reach it: this process stops it in order.
		detached: process.platform !== 'win32',
		windowsHide: true,
		stdio: ['pipe', 'ignore', 'ignore'],
	});
	let exited = false;
	const exit = new Promise<void>((resolve) => {
		const done = () => {
			exited = true;
			resolve();
		};
		child.once('error', done);
		child.once('exit', done);
	});
	return {
		get exited() {
			return exited;
		},
		async stop() {
			child.stdin.end();
			const outcome = await Promise.race([exit, sleep(STOP_MS, 'late', { ref: false })]);
			if (outcome === 'late') child.kill('SIGKILL');
		},
		async kill() {
			// The keeper leads the process group; Windows has no groups.
			if (process.platform !== 'win32' && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
			else child.kill('SIGKILL');
			await exit;
		},
	};
}
