import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { clearInterval, setInterval } from 'node:timers';
import { setTimeout as sleep } from 'node:timers/promises';

const BEAT_MS = 3_000;
const STALE_MS = 30_000;
const POLL_MS = 500;

/** @param {number} pid */
function isAlive(pid) {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return error instanceof Error && 'code' in error && error.code === 'EPERM';
	}
}

/**
 * Whether the owner of the lock is gone: its heartbeat stopped, or its process on this machine exited.
 * @param {string} file @param {string} owner
 */
function isStale(file, owner) {
	const beat = fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs;
	if (beat !== undefined && Date.now() - beat > STALE_MS) return true;
	const [pid = '', host] = owner.split(' ');
	return host === os.hostname() && /^\d+$/.test(pid) && !isAlive(Number(pid));
}

/**
 * Moves a stale lock aside. Of several processes only one succeeds. A process that moved a lock which was acquired
 * again in the meantime puts it back.
 * @param {string} file @param {string} owner
 */
function removeStale(file, owner) {
	const aside = `${file}.${process.pid}`;
	try {
		fs.renameSync(file, aside);
		if (fs.readFileSync(aside, 'utf8') !== owner) fs.linkSync(aside, file);
	} catch {
		// Another process was faster; the caller checks the lock again.
	} finally {
		fs.rmSync(aside, { force: true });
	}
}

/**
 * @param {string} file
 * @returns {string | undefined} Undefined if the lock was released in the meantime.
 */
function readOwner(file) {
	try {
		return fs.readFileSync(file, 'utf8');
	} catch {
		return undefined;
	}
}

/** @param {string} file @param {string} owner */
function tryAcquire(file, owner) {
	try {
		fs.writeFileSync(file, owner, { flag: 'wx' });
		return true;
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
		throw error;
	}
}

/**
 * Runs the work while holding the lock file. While another process holds it, this waits; `onWait` is called once with
 * the ID of that process, to tell the user or to throw.
 * @template T
 * @param {string} file @param {() => Promise<T>} work @param {(pid: string) => void} onWait
 * @returns {Promise<T>}
 */
export async function withLock(file, work, onWait) {
	fs.mkdirSync(path.dirname(file), { recursive: true });
	const owner = `${process.pid} ${os.hostname()} ${new Date().toISOString()}`;
	let notified = false;
	while (!tryAcquire(file, owner)) {
		const holder = readOwner(file);
		if (holder !== undefined && isStale(file, holder)) {
			removeStale(file, holder);
			continue;
		}
		// Empty while it is being written.
		if (holder && !notified) {
			notified = true;
			onWait(holder.split(' ')[0] ?? '');
		}
		await sleep(POLL_MS);
	}
	const beat = setInterval(() => {
		fs.utimes(file, new Date(), new Date(), () => undefined);
	}, BEAT_MS);
	const release = () => {
		fs.rmSync(file, { force: true });
	};
	process.once('exit', release);
	try {
		return await work();
	} finally {
		clearInterval(beat);
		process.removeListener('exit', release);
		release();
	}
}
