import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Toolchain } from './toolchain.ts';

export interface ProgramOptions {
	tools: Toolchain;
	args: string[];
	cwd: string;
	env: NodeJS.ProcessEnv;
	/** Gets all output. */
	logFile: string;
}

/** A program that is stopped for sure: by `stop`, and if this process ends in any other way. */
export interface Program {
	readonly exited: boolean;
	stop: () => Promise<void>;
	/** Ends it and all that it has started without a warning. */
	kill: () => Promise<void>;
}

/** For n8n to finish what it writes. */
const GRACE_MS = 8_000;
const PATIENCE_MS = 15_000;

/** Starts a Node program in the care of a keeper, which ends it when this process is gone. */
export function startProgram({ tools, args, cwd, env, logFile }: ProgramOptions): Program {
	mkdirSync(path.dirname(logFile), { recursive: true });
	const keeper = path.join(tools.root, 'scripts', 'setup', 'keeper.mjs');
	const child = spawn(tools.node, [keeper, logFile, String(GRACE_MS), tools.node, ...args], {
		cwd,
		env,
		// A group of its own: Ctrl-C reaches us first, and we stop it in order.
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
			const outcome = await Promise.race([exit, sleep(PATIENCE_MS, 'late', { ref: false })]);
			if (outcome === 'late') child.kill('SIGKILL');
		},
		async kill() {
			// The keeper leads a group of its own, in which all the others are; Windows has no groups.
			if (process.platform !== 'win32' && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
			else child.kill('SIGKILL');
			await exit;
		},
	};
}
