/**
 * Runs a program and stops it, with everything it started, when standard input closes; that happens however the
 * parent process ends. Start it in a process group of its own. Prints the program's exit code as {"exit": N}.
 *
 *     node keeper.mjs <log file> <grace period in milliseconds> <program> [arguments]
 */
import { spawn, spawnSync } from 'node:child_process';
import console from 'node:console';
import { openSync } from 'node:fs';
import process from 'node:process';
import { setTimeout } from 'node:timers';

const [logFile = '', grace = '0', program = '', ...args] = process.argv.slice(2);
const log = openSync(logFile, 'a');
const child = spawn(program, args, { stdio: ['ignore', log, log], windowsHide: true });
let stopping = false;

/** Ends everything in the group, this process included. */
function killGroup() {
	if (process.platform === 'win32') {
		spawnSync('taskkill', ['/pid', String(child.pid), '/T', '/F'], { stdio: 'ignore' });
		process.exit(0);
	}
	process.kill(-process.pid, 'SIGKILL');
}

function stop() {
	if (stopping) return;
	stopping = true;
	if (process.platform === 'win32' || grace === '0') killGroup();
	child.kill('SIGTERM');
	setTimeout(killGroup, Number(grace));
}

process.stdin.resume();
process.stdin.once('end', stop);
process.stdin.once('error', stop);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);
child.once('error', (error) => {
	console.error(error.message);
	process.exit(127);
});
child.once('exit', (code) => {
	process.stdout.write(`${JSON.stringify({ exit: code })}\n`, () => {
		// The program may have left processes behind.
		killGroup();
	});
});
