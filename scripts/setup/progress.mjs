import console from 'node:console';
import process from 'node:process';
import { clearInterval, setInterval } from 'node:timers';

const HEARTBEAT_MS = 10_000;
const TERMINAL_MS = 1_000;
const CLEAR_LINE = '\r\x1b[2K';

/**
 * Prints progress until it is stopped: one line that is updated on a terminal, new lines elsewhere.
 * @param {number} started @param {() => Promise<string> | string} detail
 * @returns {() => void} Stops it.
 */
function heartbeat(started, detail) {
	const terminal = process.stdout.isTTY;
	const state = { stopped: false, busy: false };
	const beat = async () => {
		if (state.busy) return;
		state.busy = true;
		const more = await Promise.resolve(detail()).catch(() => '');
		state.busy = false;
		if (state.stopped) return;
		const line = `  ${seconds(started)}${more ? `, ${more}` : ''}`;
		process.stdout.write(terminal ? `${CLEAR_LINE}${line}` : `${line}\n`);
	};
	const timer = setInterval(() => void beat(), terminal ? TERMINAL_MS : HEARTBEAT_MS);
	return () => {
		state.stopped = true;
		clearInterval(timer);
		if (terminal) process.stdout.write(CLEAR_LINE);
	};
}

/** @param {number} since */
const seconds = (since) => `${Math.round((Date.now() - since) / 1000)} s`;

/**
 * Runs one step and prints its title, its progress and its duration.
 * @template T
 * @param {string} title Without a period.
 * @param {() => Promise<T>} work
 * @param {() => Promise<string> | string} [detail] Progress to show.
 * @returns {Promise<T>}
 */
export async function step(title, work, detail = () => '') {
	const started = Date.now();
	console.log(`${title} ...`);
	const stop = heartbeat(started, detail);
	try {
		const result = await work();
		stop();
		console.log(`  done in ${seconds(started)}`);
		return result;
	} finally {
		stop();
	}
}
